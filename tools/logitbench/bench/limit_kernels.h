// The loops behind the limits (limits.h), on one thread.
#pragma once

#include <cstddef>

namespace logitbench::bench {

// to[i] = from[i] * factor; the two may be the same array.
void sweep_once(const float* from, float* to, size_t count, float factor);

// Multiply-adds in registers; gives the FLOP done. `kept` takes what came out, so that no compiler
// leaves it out.
double multiply_add(size_t repeats, float* kept);
double multiply_add(size_t repeats, double* kept);

}  // namespace logitbench::bench
