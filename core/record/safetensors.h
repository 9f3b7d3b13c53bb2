// Weights as a safetensors file: the length of a JSON header in eight bytes, the header, which
// gives each tensor's type, shape and place, and the numbers, little-endian, in row-major order.
// Any reader takes it: safetensors.torch.load_file, safetensors.numpy.load_file. Source:
// https://github.com/huggingface/safetensors#format
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/record/made_of.h"

namespace logitbench {

struct NamedTensor {
  std::string name;
  std::vector<size_t> shape;
  std::span<const double> values;  // as many as the shape says
};

// Of type F32 where `single_precision`, as the values then are float32 numbers, else F64. The
// metadata's texts stand in the header; invalid UTF-8 in them is replaced.
// Throws std::logic_error for a name that is there twice, or a shape that does not fit its values.
std::string safetensors(const std::vector<NamedTensor>& tensors, bool single_precision,
                        const NamedTexts& metadata);

}  // namespace logitbench
