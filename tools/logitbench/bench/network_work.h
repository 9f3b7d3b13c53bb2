// How much arithmetic a network takes.
#pragma once

#include <logitbench/layers.h>

namespace logitbench::bench {

// Of one row.
double forward_flops(const NetworkSpec& spec);
// Gradients of all weights, and of the inputs of all layers with weights but the first, which
// nobody asks for.
double backward_flops(const NetworkSpec& spec);

}  // namespace logitbench::bench
