// What a backend refuses at each call: errors that name what was given and what was compiled.
#pragma once

#include <logitbench/network.h>

namespace logitbench::float_network {

// Throws Error unless the samples have the shape and the rows exist and are 1 to max_batch.
void check_batch(const char* backend, const Batch& batch, const Shape& input, size_t max_batch);

// The gradient as floats [rows, columns]. Throws Error unless it has the type and the shape of the
// last logits; rows are 0 where there were none.
MatrixView<float> check_d_logits(const char* backend, const RealMatrix& d_logits, size_t rows,
                                 size_t columns);

// Throws Error unless as many parameters are given as the network has.
void check_parameter_count(const char* backend, size_t given, size_t has);

}  // namespace logitbench::float_network
