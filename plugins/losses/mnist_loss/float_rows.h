// mnist_loss of float rows, vectorised. The formulas are in mnist_loss.cpp.
#pragma once

#include <logitbench/loss.h>

namespace logitbench::mnist_loss {

// On the calling thread; class indices.
void float_rows(const LossBatch<float>& batch);

}  // namespace logitbench::mnist_loss
