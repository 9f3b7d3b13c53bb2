#include <float_network/buffer.h>

#include <algorithm>

#include "activation_lanes.h"
#include "conv_direct.h"
#include "convolver.h"
#include "image_layer.h"
#include "lane_sums.h"
#include "winograd.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;

bool takes_winograd(const ConvPlace& place, size_t tile) {
  return winograd_pays(tile, place.kernel, place.in.shape.channels, place.out.shape.channels,
                       place.out.shape);
}

class ConvLayer final : public ImageLayer {
 public:
  ConvLayer(const Conv2d& conv, const LayerPlace& place)
      : place_(place),
        kernel_(conv.kernel),
        outputs_(place.out.shape.channels),
        bias_(out_tiles(outputs_) * kOutTile),
        bias_sums_(place.parts, outputs_) {
    const size_t padding = conv_padding(conv);
    const ConvPlace from_input{place.in, place.out, kernel_, padding, place.parts};
    forward_ = make_convolver(from_input, kForwardTile);
    weight_gradient_ = make_weight_gradient(from_input);
    if (place.wants_dx)
      input_gradient_ = make_convolver(
          {place.out, place.in, kernel_, kernel_ - 1 - padding, place.parts}, kGradientTile);
  }

  void begin_forward() override {
    std::copy_n(place_.parameters.bias, outputs_, bias_.data());
    forward_->set_weights(kernel(false));
  }

  void forward(size_t part, size_t, const float* x, float* y) override {
    forward_->run(part, x, bias_.data(), place_.finish, y);
  }

  void begin_backward() override {
    if (input_gradient_ != nullptr) input_gradient_->set_weights(kernel(true));
  }

  void clear_sums(size_t part) override {
    weight_gradient_->clear(part);
    bias_sums_.clear(part);
  }

  void backward(size_t part, size_t, float* x, const float* y) override {
    add_channel_sums(place_.out, y, bias_sums_.of(part));
    weight_gradient_->add(part, x, y);
    if (input_gradient_ != nullptr) input_gradient_->run(part, y, nullptr, place_.slope, x);
  }

  void finish_backward(size_t parts, Parallel& parallel) override {
    weight_gradient_->finish(parts, parallel, place_.parameters.d_weight);
    bias_sums_.total(parts, 0, outputs_, place_.parameters.d_bias);
  }

 private:
  KernelView kernel(bool turned) const {
    return {place_.parameters.weight, kernel_, place_.in.shape.channels, outputs_, turned};
  }

  LayerPlace place_;
  size_t kernel_;
  size_t outputs_;
  Buffer bias_;
  LaneSums bias_sums_;
  std::unique_ptr<Convolver> forward_;
  std::unique_ptr<Convolver> input_gradient_;
  std::unique_ptr<ConvWeightGradient> weight_gradient_;
};

}  // namespace

std::unique_ptr<Convolver> make_convolver(const ConvPlace& place, size_t tile) {
  return takes_winograd(place, tile) ? make_winograd_convolver(place, tile)
                                     : make_direct_convolver(place);
}

std::unique_ptr<ConvWeightGradient> make_weight_gradient(const ConvPlace& place) {
  return takes_winograd(place, kGradientTile) ? make_winograd_weight_gradient(place)
                                              : make_direct_weight_gradient(place);
}

std::unique_ptr<ImageLayer> make_conv(const Conv2d& conv, const LayerPlace& place) {
  return std::make_unique<ConvLayer>(conv, place);
}

}  // namespace logitbench::native
