#include "parameter_store.h"

#include <algorithm>
#include <string>

#include "bfloat16.h"

namespace logitbench::float_network {

ParameterStore::ParameterStore(const NetworkSpec& spec, RoundedCopy copy)
    : blocks_(parameter_blocks(spec)), count_(parameter_count(spec)) {
  size_t size = 0;
  for (const ParameterBlock& block : blocks_) {
    offsets_.push_back(size);
    size += (block.count + kLineFloats - 1) / kLineFloats * kLineFloats;
  }
  values_ = Buffer(size);
  gradients_ = Buffer(size);
  if (copy == RoundedCopy::bfloat16) rounded_.resize(size);
  if (size > 0)
    arrays_ = {{std::span(values_.data(), size), std::span(gradients_.data(), size), rounded_}};
}

LayerParameters ParameterStore::of_layer(size_t layer) const {
  LayerParameters result;
  for (size_t b = 0; b < blocks_.size(); ++b) {
    if (blocks_[b].layer != layer) continue;
    (blocks_[b].bias ? result.bias : result.weight) = values_.data() + offsets_[b];
    (blocks_[b].bias ? result.d_bias : result.d_weight) = gradients_.data() + offsets_[b];
    if (!rounded_.empty())
      (blocks_[b].bias ? result.rounded_bias : result.rounded_weight) =
          rounded_.data() + offsets_[b];
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
  std::transform(values_.data(), values_.data() + rounded_.size(), rounded_.begin(), to_bfloat16);
}

void ParameterStore::copy_out(const Buffer& from, std::span<double> canonical) const {
  check_count(canonical.size());
  for (size_t b = 0; b < blocks_.size(); ++b)
    std::copy_n(from.data() + offsets_[b], blocks_[b].count,
                canonical.begin() + static_cast<ptrdiff_t>(blocks_[b].offset));
}

}  // namespace logitbench::float_network
