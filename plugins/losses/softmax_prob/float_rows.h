// Probability of the target class of float rows, vectorised. The formulas are in softmax_prob.cpp.
#pragma once

#include <logitbench/loss.h>

namespace logitbench::softmax_prob {

// On the calling thread; class indices.
void float_rows(const LossBatch<float>& batch);

}  // namespace logitbench::softmax_prob
