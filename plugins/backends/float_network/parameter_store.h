// All parameters in one array, all gradients in another, so that an optimizer makes one pass. Each
// block lies as in the canonical layout, or as that one's transpose, and starts on a cache line;
// the gaps are zero and stay so.
#pragma once

#include <logitbench/network.h>

#include <functional>

#include "buffer.h"

namespace logitbench::float_network {

struct LayerParameters {
  float* weight = nullptr;
  float* bias = nullptr;
  float* d_weight = nullptr;
  float* d_bias = nullptr;
  const uint16_t* rounded_weight = nullptr;  // to bfloat16; null without copies
  bool transposed = false;                   // weight, its gradient and copy are [outputs][inputs]
};

// Whether the store keeps the values rounded to bfloat16, too. It fills them in set(); whoever else
// writes a value writes its copy (ParameterArray::bfloat16).
enum class RoundedCopy { none, bfloat16 };

// Whether a dense layer's weight, canonically [inputs][outputs], is kept as [outputs][inputs].
using Transposed = std::function<bool(const ParameterBlock& weight)>;

class ParameterStore {
 public:
  explicit ParameterStore(const NetworkSpec& spec, RoundedCopy copy = RoundedCopy::none,
                          const Transposed& transposed = {});
  bool empty() const { return blocks_.empty(); }
  size_t first_layer() const { return blocks_.front().layer; }  // with parameters
  size_t size() const { return size_; }                         // of an array, gaps included
  std::span<const ParameterArray> arrays() const { return arrays_; }
  LayerParameters of_layer(size_t layer) const { return of_layer(layer, gradients_.data()); }
  // With the gradients in another array of size(), laid out like the store's own.
  LayerParameters of_layer(size_t layer, float* gradients) const;
  float* gradients() const { return gradients_.data(); }
  size_t count() const { return count_; }  // of canonical parameters, as many as the next take
  void set(std::span<const double> canonical);
  void get(std::span<double> canonical) const { copy_out(values_, canonical); }
  void get_gradients(std::span<double> canonical) const { copy_out(gradients_, canonical); }

 private:
  void copy_out(const Buffer& from, std::span<double> canonical) const;
  // Calls visit(place in an array of the store, place in the canonical one) for every parameter.
  template <class Visit>
  void for_each(const Visit& visit) const;

  std::vector<ParameterBlock> blocks_;
  std::vector<size_t> offsets_;   // of each block in the arrays
  std::vector<bool> transposed_;  // each block
  size_t count_;
  size_t size_ = 0;
  Buffer values_;
  Buffer gradients_;
  HalfBuffer rounded_;
  std::vector<ParameterArray> arrays_;
};

}  // namespace logitbench::float_network
