#include "parameter_store.h"

#include <string>

#include "bfloat16.h"

namespace logitbench::float_network {

ParameterStore::ParameterStore(const NetworkSpec& spec, Copies copies)
    : blocks_(parameter_blocks(spec)), count_(parameter_count(spec)) {
  for (const ParameterBlock& block : blocks_) {
    offsets_.push_back(size_);
    size_ += (block.count + kLineFloats - 1) / kLineFloats * kLineFloats;
  }
  values_ = Buffer(size_);
  gradients_ = Buffer(size_);
  if (copies == Copies::bfloat16) bfloat16_ = HalfBuffer(size_);
  if (size_ > 0)
    arrays_ = {{std::span(values_.data(), size_), std::span(gradients_.data(), size_),
                std::span(bfloat16_.data(), bfloat16_.data() == nullptr ? 0 : size_)}};
}

LayerParameters ParameterStore::of_layer(size_t layer, float* gradients) const {
  LayerParameters result;
  for (size_t b = 0; b < blocks_.size(); ++b) {
    if (blocks_[b].layer != layer) continue;
    const size_t offset = offsets_[b];
    (blocks_[b].bias ? result.bias : result.weight) = values_.data() + offset;
    (blocks_[b].bias ? result.d_bias : result.d_weight) = gradients + offset;
    if (!blocks_[b].bias && bfloat16_.data() != nullptr)
      result.weight_bfloat16 = bfloat16_.data() + offset;
  }
  return result;
}

void ParameterStore::check_count(size_t given) const {
  if (given != count_)
    throw Error(ExitCode::runs_failed, std::to_string(given) +
                                           " canonical parameters given, the network has " +
                                           std::to_string(count_));
}

void ParameterStore::set(std::span<const double> canonical) {
  check_count(canonical.size());
  for (size_t b = 0; b < blocks_.size(); ++b)
    for (size_t i = 0; i < blocks_[b].count; ++i)
      values_.data()[offsets_[b] + i] = static_cast<float>(canonical[blocks_[b].offset + i]);
  if (bfloat16_.data() != nullptr)
    std::transform(values_.data(), values_.data() + size_, bfloat16_.data(), to_bfloat16);
}

void ParameterStore::copy_out(const Buffer& from, std::span<double> canonical) const {
  check_count(canonical.size());
  for (size_t b = 0; b < blocks_.size(); ++b)
    std::copy_n(from.data() + offsets_[b], blocks_[b].count,
                canonical.begin() + static_cast<ptrdiff_t>(blocks_[b].offset));
}

}  // namespace logitbench::float_network
