// Clipped softmax and negative log-likelihood of float rows, vectorised. The formulas are in
// clipped_softmax_nll.cpp.
#pragma once

#include <logitbench/loss.h>

namespace logitbench::clipped_softmax_nll {

inline constexpr double kClip = 1e-7;

// On the calling thread; class indices.
void float_rows(const LossBatch<float>& batch);

}  // namespace logitbench::clipped_softmax_nll
