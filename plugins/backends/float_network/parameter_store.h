// All parameters in one array, all gradients in another, so that an optimizer makes one pass. Each
// block lies as in the canonical layout, or in one that the backend names, and starts on a cache
// line; the gaps are zero and stay so.
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
  bool transposed = false;  // weight, gradient and copy are in a layout of the backend's own
  size_t weight_size = 0;   // floats of each, gaps included
};

// Whether the store keeps the values rounded to bfloat16, too. It fills them in set(); whoever else
// writes a value writes its copy (ParameterArray::bfloat16).
enum class RoundedCopy { none, bfloat16 };

// Where the number of an input and an output of a dense layer's weight lies, among `size` floats;
// without `place` as in the canonical layout, [inputs][outputs].
struct DenseLayout {
  size_t size = 0;
  std::function<size_t(size_t input, size_t output)> place;
};
// Of each dense layer's weight.
using DenseLayouts = std::function<DenseLayout(const ParameterBlock& weight)>;

// Whether a dense layer's weight is kept as [outputs][inputs].
using Transposed = std::function<bool(const ParameterBlock& weight)>;

class ParameterStore {
 public:
  explicit ParameterStore(const NetworkSpec& spec, RoundedCopy copy = RoundedCopy::none,
                          const DenseLayouts& layouts = {});
  ParameterStore(const NetworkSpec& spec, RoundedCopy copy, const Transposed& transposed);
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
  std::vector<size_t> offsets_;       // of each block in the arrays
  std::vector<DenseLayout> layouts_;  // likewise
  size_t count_;                      // of canonical parameters
  size_t size_ = 0;
  Buffer values_;
  Buffer gradients_;
  HalfBuffer rounded_;
  std::vector<ParameterArray> arrays_;
};

}  // namespace logitbench::float_network
