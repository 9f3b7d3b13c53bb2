// All parameters in one array, all gradients in another, so that an optimizer makes one pass. Each
// block lies as in the canonical layout and starts on a cache line; the gaps are zero and stay so.
#pragma once

#include <logitbench/network.h>

#include "buffer.h"

namespace logitbench::float_network {

struct LayerParameters {
  float* weight = nullptr;
  float* bias = nullptr;
  float* d_weight = nullptr;
  float* d_bias = nullptr;
  const uint16_t* rounded_weight = nullptr;  // to bfloat16; null without copies
  const uint16_t* rounded_bias = nullptr;
};

enum class RoundedCopy { none, bfloat16 };  // of the values, see ParameterArray

class ParameterStore {
 public:
  explicit ParameterStore(const NetworkSpec& spec, RoundedCopy copy = RoundedCopy::none);
  bool empty() const { return blocks_.empty(); }
  size_t first_layer() const { return blocks_.front().layer; }  // with parameters
  std::span<const ParameterArray> arrays() const { return arrays_; }
  LayerParameters of_layer(size_t layer) const;
  void set(std::span<const double> canonical);
  void get(std::span<double> canonical) const { copy_out(values_, canonical); }
  void get_gradients(std::span<double> canonical) const { copy_out(gradients_, canonical); }

 private:
  void check_count(size_t given) const;
  void copy_out(const Buffer& from, std::span<double> canonical) const;

  std::vector<ParameterBlock> blocks_;
  std::vector<size_t> offsets_;  // of each block in the arrays
  size_t count_;                 // of canonical parameters
  Buffer values_;
  Buffer gradients_;
  std::vector<uint16_t> rounded_;  // as values_, or empty
  std::vector<ParameterArray> arrays_;
};

}  // namespace logitbench::float_network
