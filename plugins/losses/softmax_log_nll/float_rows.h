// Softmax, log and negative log-likelihood of float rows, vectorised. The formulas are in
// softmax_log_nll.cpp.
#pragma once

#include <logitbench/loss.h>

namespace logitbench::softmax_log_nll {

// On the calling thread; class indices.
void float_rows(const LossBatch<float>& batch);

}  // namespace logitbench::softmax_log_nll
