#include "parameter_store.h"

#include <algorithm>
#include <utility>

#include <logitbench/bfloat16.h>

namespace logitbench::float_network {

ParameterStore::ParameterStore(const NetworkSpec& spec, RoundedCopy copy,
                               const DenseLayouts& layouts)
    : blocks_(parameter_blocks(spec)), count_(parameter_count(spec)) {
  for (const ParameterBlock& block : blocks_) {
    offsets_.push_back(size_);
    const bool dense = std::holds_alternative<Dense>(spec.layers[block.layer]);
    layouts_.push_back(layouts && dense && !block.bias ? layouts(block) : DenseLayout());
    if (!layouts_.back().place) layouts_.back().size = block.count;
    size_ += (layouts_.back().size + kLineFloats - 1) / kLineFloats * kLineFloats;
  }
  values_ = Buffer(size_);
  gradients_ = Buffer(size_);
  if (copy == RoundedCopy::bfloat16) rounded_ = HalfBuffer(size_);
  if (size_ > 0)
    arrays_ = {{std::span(values_.data(), size_), std::span(gradients_.data(), size_),
                std::span(rounded_.data(), rounded_.data() == nullptr ? 0 : size_)}};
}

ParameterStore::ParameterStore(const NetworkSpec& spec, RoundedCopy copy,
                               const Transposed& transposed)
    : ParameterStore(spec, copy, [&](const ParameterBlock& weight) {
        if (!transposed(weight)) return DenseLayout();
        return DenseLayout{weight.count, [inputs = weight.inputs](size_t input, size_t output) {
                             return output * inputs + input;
                           }};
      }) {}

LayerParameters ParameterStore::of_layer(size_t layer, float* gradients) const {
  LayerParameters result;
  for (size_t b = 0; b < blocks_.size(); ++b) {
    if (blocks_[b].layer != layer) continue;
    const size_t offset = offsets_[b];
    (blocks_[b].bias ? result.bias : result.weight) = values_.data() + offset;
    (blocks_[b].bias ? result.d_bias : result.d_weight) = gradients + offset;
    if (blocks_[b].bias) continue;
    result.transposed = layouts_[b].place != nullptr;
    result.weight_size = layouts_[b].size;
    if (rounded_.data() != nullptr) result.rounded_weight = rounded_.data() + offset;
  }
  return result;
}

template <class Visit>
void ParameterStore::for_each(const Visit& visit) const {
  for (size_t b = 0; b < blocks_.size(); ++b) {
    const auto [inputs, outputs] = std::pair(blocks_[b].inputs, blocks_[b].outputs);
    const size_t own = offsets_[b], other = blocks_[b].offset;
    const auto& place = layouts_[b].place;
    for (size_t i = 0; i < inputs; ++i)
      for (size_t o = 0; o < outputs; ++o) {
        const size_t canonical = i * outputs + o;
        visit(own + (place ? place(i, o) : canonical), other + canonical);
      }
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
