// How many rows are decided for their label: the accuracy of a batch, taken at every step of a
// training, so in vectors.
#pragma once

#include <cstdint>
#include <span>

#include <logitbench/views.h>

namespace logitbench {

// Rows r of [rows, columns] for which argmax(row r) == labels[r] (decision.h: NaN is the largest,
// the first of equals). Labels lie in [0, columns). Thread safe.
size_t count_decided(const MatrixView<const float>& logits, std::span<const int32_t> labels);
size_t count_decided(const MatrixView<const double>& logits, std::span<const int32_t> labels);

}  // namespace logitbench
