#include "parameter_store.h"

#include <algorithm>
#include <utility>

#include <logitbench/bfloat16.h>

namespace logitbench::float_network {

ParameterStore::ParameterStore(const NetworkSpec& spec, RoundedCopy copy,
                               const Transposed& transposed)
    : blocks_(parameter_blocks(spec)), count_(parameter_count(spec)) {
  for (const ParameterBlock& block : blocks_) {
    offsets_.push_back(size_);
    transposed_.push_back(transposed && !block.bias &&
                          std::holds_alternative<Dense>(spec.layers[block.layer]) &&
                          transposed(block));
    size_ += (block.count + kLineFloats - 1) / kLineFloats * kLineFloats;
  }
  values_ = Buffer(size_);
  gradients_ = Buffer(size_);
  if (copy == RoundedCopy::bfloat16) rounded_ = HalfBuffer(size_);
  if (size_ > 0)
    arrays_ = {{std::span(values_.data(), size_), std::span(gradients_.data(), size_),
                std::span(rounded_.data(), rounded_.data() == nullptr ? 0 : size_)}};
}

LayerParameters ParameterStore::of_layer(size_t layer, float* gradients) const {
  LayerParameters result;
  for (size_t b = 0; b < blocks_.size(); ++b) {
    if (blocks_[b].layer != layer) continue;
    const size_t offset = offsets_[b];
    (blocks_[b].bias ? result.bias : result.weight) = values_.data() + offset;
    (blocks_[b].bias ? result.d_bias : result.d_weight) = gradients + offset;
    if (!blocks_[b].bias) result.transposed = transposed_[b];
    if (!blocks_[b].bias && rounded_.data() != nullptr)
      result.rounded_weight = rounded_.data() + offset;
  }
  return result;
}

template <class Visit>
void ParameterStore::for_each(const Visit& visit) const {
  for (size_t b = 0; b < blocks_.size(); ++b) {
    const auto [inputs, outputs] = std::pair(blocks_[b].inputs, blocks_[b].outputs);
    const size_t own = offsets_[b], other = blocks_[b].offset;
    for (size_t i = 0; i < inputs; ++i)
      for (size_t o = 0; o < outputs; ++o)
        visit(own + (transposed_[b] ? o * inputs + i : i * outputs + o), other + i * outputs + o);
  }
}

void ParameterStore::set(std::span<const double> canonical) {
  for_each([&](size_t own, size_t other) {
    values_.data()[own] = static_cast<float>(canonical[other]);
  });
  if (rounded_.data() != nullptr)
    std::transform(values_.data(), values_.data() + size_, rounded_.data(), to_bfloat16);
}

void ParameterStore::copy_out(const Buffer& from, std::span<double> canonical) const {
  for_each([&](size_t own, size_t other) { canonical[other] = from.data()[own]; });
}

}  // namespace logitbench::float_network
