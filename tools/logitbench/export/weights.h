// --weights: a network's parameters as safetensors.
#pragma once

#include <logitbench/layers.h>
#include <logitbench/network.h>

#include <string>

#include "core/record/made_of.h"

namespace logitbench {

// layers.<n>.weight and layers.<n>.bias, n counted from 1 over layers of all kinds, in the
// canonical layout (<logitbench/layers.h>): of a dense layer [in, out] and [out], of a convolution
// [kernel rows, kernel columns, in, out] and [out]. F32 where the network computes in float32, else
// F64. `metadata` stands in the header. Throws ConfigError for a network that has none.
std::string weights_file(const NetworkSpec& spec, Network& network, NamedTexts metadata);

}  // namespace logitbench
