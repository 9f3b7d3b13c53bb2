// Log-softmax and negative log-likelihood of float rows, vectorised. The formulas are in
// log_softmax_nll.cpp.
#pragma once

#include <logitbench/loss.h>

namespace logitbench::log_softmax_nll {

// On the calling thread; class indices.
void float_rows(const LossBatch<float>& batch);

}  // namespace logitbench::log_softmax_nll
