// Binary cross-entropy of float rows, vectorised. The formulas are in bce_with_logits.cpp.
#pragma once

#include <logitbench/loss.h>

namespace logitbench::bce_with_logits {

// On the calling thread; class indices.
void float_rows(const LossBatch<float>& batch);

}  // namespace logitbench::bce_with_logits
