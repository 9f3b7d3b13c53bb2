// Negative log-likelihood of float rows that are probabilities or proportions, vectorised. The
// formulas are in probability_nll.cpp.
#pragma once

#include <logitbench/loss.h>

namespace logitbench::probability_nll {

// Shares are clipped to [low, high], which may be infinite. On the calling thread; class indices.
void float_rows(const LossBatch<float>& batch, float low, float high, bool normalize);

}  // namespace logitbench::probability_nll
