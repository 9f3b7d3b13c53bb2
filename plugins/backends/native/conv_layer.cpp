#include <float_network/buffer.h>

#include <algorithm>
#include <vector>

#include "activation_lanes.h"
#include "conv_direct.h"
#include "conv_weight_gradient.h"
#include "image_layer.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;

// Offsets of the taps, channel by channel, in an image of this geometry.
std::vector<size_t> taps_in(const ImageGeometry& geometry, size_t kernel) {
  std::vector<size_t> taps;
  for (size_t c = 0; c < geometry.shape.channels; ++c)
    for (size_t a = 0; a < kernel; ++a)
      for (size_t b = 0; b < kernel; ++b)
        taps.push_back(c * geometry.channel() + a * geometry.row() + b * kLanes);
  return taps;
}

class ConvLayer final : public ImageLayer {
 public:
  ConvLayer(const Conv2d& conv, const LayerPlace& place)
      : place_(place),
        kernel_(conv.kernel),
        window_(conv.kernel * conv.kernel),
        inputs_(place.in.shape.channels),
        outputs_(place.out.shape.channels),
        padding_(conv_padding(conv)),
        taps_(taps_in(place.in, kernel_)),
        weights_(out_tiles(outputs_) * taps_.size() * kOutTile),
        bias_(out_tiles(outputs_) * kOutTile),
        weight_sums_(outputs_ * inputs_ * window_ * kLanes),
        part_sums_(weight_sums_ + outputs_ * kLanes),
        sums_(place.parts * part_sums_),
        totals_(outputs_ * inputs_ * window_) {
    if (!place.wants_dx) return;
    d_taps_ = taps_in(place.out, kernel_);
    d_weights_ = Buffer(out_tiles(inputs_) * d_taps_.size() * kOutTile);
  }

  void begin_forward() override {
    std::copy_n(place_.parameters.bias, outputs_, bias_.data());
    for_each_weight([&](size_t ab, size_t c, size_t o, float value) {
      weights_.data()[packed(o, c * window_ + ab, taps_.size())] = value;
    });
  }

  void forward(size_t, const float* x, float* y) override {
    convolve_direct({.in = x + place_.in.origin(padding_),
                     .in_row = place_.in.row(),
                     .taps = taps_,
                     .weights = weights_.data(),
                     .bias = bias_.data(),
                     .out = y + place_.out.origin(),
                     .out_row = place_.out.row(),
                     .out_channel = place_.out.channel(),
                     .outputs = outputs_,
                     .height = place_.out.shape.height,
                     .width = place_.out.shape.width,
                     .finish = place_.finish});
  }

  // The gradient by the input is a convolution of the gradient by the output, with the kernel
  // turned by half a turn.
  void begin_backward() override {
    if (!place_.wants_dx) return;
    for_each_weight([&](size_t ab, size_t c, size_t o, float value) {
      d_weights_.data()[packed(c, o * window_ + window_ - 1 - ab, d_taps_.size())] = value;
    });
  }

  void clear_sums(size_t part) override {
    std::fill_n(sums_.data() + part * part_sums_, part_sums_, 0.0f);
  }

  void backward(size_t part, size_t, float* x, const float* y) override {
    const ConvGradientTask gradient{.in = x + place_.in.origin(padding_),
                                    .in_row = place_.in.row(),
                                    .in_channel = place_.in.channel(),
                                    .d_out = y + place_.out.origin(),
                                    .out_row = place_.out.row(),
                                    .out_channel = place_.out.channel(),
                                    .inputs = inputs_,
                                    .outputs = outputs_,
                                    .kernel = kernel_,
                                    .height = place_.out.shape.height,
                                    .width = place_.out.shape.width,
                                    .weight_sums = sums_.data() + part * part_sums_,
                                    .bias_sums = sums_.data() + part * part_sums_ + weight_sums_};
    add_conv_gradient(gradient);
    add_bias_gradient(gradient);
    if (!place_.wants_dx) return;
    convolve_direct({.in = y + place_.out.origin(kernel_ - 1 - padding_),
                     .in_row = place_.out.row(),
                     .taps = d_taps_,
                     .weights = d_weights_.data(),
                     .out = x + place_.in.origin(),
                     .out_row = place_.in.row(),
                     .out_channel = place_.in.channel(),
                     .outputs = inputs_,
                     .height = place_.in.shape.height,
                     .width = place_.in.shape.width,
                     .finish = place_.slope});
  }

  void finish_backward(size_t parts, Parallel& parallel) override {
    parallel.over(outputs_, 4, [&](size_t first, size_t last) {
      const size_t per_output = inputs_ * window_;
      total_lanes(sums_.data() + first * per_output * kLanes, parts, part_sums_,
                  (last - first) * per_output, totals_.data() + first * per_output);
      total_lanes(sums_.data() + weight_sums_ + first * kLanes, parts, part_sums_, last - first,
                  place_.parameters.d_bias + first);
      for (size_t o = first; o < last; ++o)
        for (size_t c = 0; c < inputs_; ++c)
          for (size_t ab = 0; ab < window_; ++ab)
            place_.parameters.d_weight[(ab * inputs_ + c) * outputs_ + o] =
                totals_.data()[o * per_output + c * window_ + ab];
    });
  }

 private:
  template <class Body>  // body(tap of the window, input, output, value)
  void for_each_weight(const Body& body) const {
    const float* weight = place_.parameters.weight;
    for (size_t ab = 0; ab < window_; ++ab)
      for (size_t c = 0; c < inputs_; ++c)
        for (size_t o = 0; o < outputs_; ++o) body(ab, c, o, *weight++);
  }
  static size_t packed(size_t output, size_t tap, size_t taps) {
    return (output / kOutTile * taps + tap) * kOutTile + output % kOutTile;
  }

  LayerPlace place_;
  size_t kernel_;
  size_t window_;
  size_t inputs_;
  size_t outputs_;
  size_t padding_;
  std::vector<size_t> taps_;
  Buffer weights_;
  Buffer bias_;
  std::vector<size_t> d_taps_;
  Buffer d_weights_;
  size_t weight_sums_;  // floats
  size_t part_sums_;
  Buffer sums_;  // per part: weight, then bias
  Buffer totals_;
};

}  // namespace

std::unique_ptr<ImageLayer> make_conv(const Conv2d& conv, const LayerPlace& place) {
  return std::make_unique<ConvLayer>(conv, place);
}

}  // namespace logitbench::native
