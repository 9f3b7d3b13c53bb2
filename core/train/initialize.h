// A network's initial weights, in the canonical layout of <logitbench/layers.h>, each one a float32
// number, so that every backend starts from the same ones.
//
// Draws: for each layer its weight, then its bias where `bias: same`. Bounds and laws:
//   normal          N(0, std)
//   uniform         U(-scale, scale)
//   glorot_uniform  U(-b, b), b = scale · sqrt(6 / (fan_in + fan_out))            (Keras' default)
//   kaiming_uniform U(-b, b), b = scale / sqrt(fan_in)        (what nn.Linear and nn.Conv2d draw)
// kaiming_uniform fills weights in PyTorch's order ([out][in], [out][in][rows][columns], a
// flattened image channel by channel), so that with `generator: torch, bias: same` the network is
// the one that PyTorch makes for the seed. The others fill [in][out], as the notebooks and NumPy
// do.
#pragma once

#include <vector>

#include <logitbench/layers.h>
#include <logitbench/random.h>

#include "core/config/experiment.h"

namespace logitbench {

std::vector<double> initial_parameters(const NetworkSpec& spec, const InitConfig& init,
                                       RandomStream& stream);

}  // namespace logitbench
