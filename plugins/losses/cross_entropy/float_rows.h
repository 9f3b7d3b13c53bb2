// Cross-entropy of float rows with class indices, vectorised. The formulas are in
// cross_entropy.cpp.
#pragma once

#include <logitbench/loss.h>

namespace logitbench::cross_entropy {

// class_weights [columns], or null: 1 each. On the calling thread.
void float_rows(const LossBatch<float>& batch, const float* class_weights);

// The same with label smoothing.
void smoothed_rows(const LossBatch<float>& batch, const float* class_weights, float smoothing);

}  // namespace logitbench::cross_entropy
