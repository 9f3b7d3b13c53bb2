#include <float_network/buffer.h>

#include <algorithm>
#include <vector>

#include "conv_direct.h"
#include "conv_weight_gradient.h"
#include "convolver.h"
#include "lane_sums.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;

class DirectConvolver final : public Convolver {
 public:
  explicit DirectConvolver(const ConvPlace& place)
      : place_(place), inputs_(place.in.shape.channels), outputs_(place.out.shape.channels) {
    for (size_t c = 0; c < inputs_; ++c)
      for (size_t a = 0; a < place.kernel; ++a)
        for (size_t b = 0; b < place.kernel; ++b)
          taps_.push_back(c * place.in.channel() + a * place.in.row() + b * kImageLanes);
    weights_ = Buffer(out_tiles(outputs_) * taps_.size() * kOutTile);
  }

  void set_weights(const KernelView& kernel) override {
    size_t tap = 0;
    for (size_t c = 0; c < inputs_; ++c)
      for (size_t a = 0; a < place_.kernel; ++a)
        for (size_t b = 0; b < place_.kernel; ++b, ++tap)
          for (size_t o = 0; o < outputs_; ++o)
            weights_.data()[(o / kOutTile * taps_.size() + tap) * kOutTile + o % kOutTile] =
                kernel.at(a, b, c, o);
  }

  void run(size_t, const float* in, const float* bias, Finish finish, float* out) override {
    convolve_direct({.in = in + place_.in.origin(place_.before),
                     .in_row = place_.in.row(),
                     .taps = taps_,
                     .weights = weights_.data(),
                     .bias = bias,
                     .out = out + place_.out.origin(),
                     .out_row = place_.out.row(),
                     .out_channel = place_.out.channel(),
                     .outputs = outputs_,
                     .height = place_.out.shape.height,
                     .width = place_.out.shape.width,
                     .finish = finish});
  }

 private:
  ConvPlace place_;
  size_t inputs_;
  size_t outputs_;
  std::vector<size_t> taps_;
  Buffer weights_;
};

class DirectWeightGradient final : public ConvWeightGradient {
 public:
  explicit DirectWeightGradient(const ConvPlace& place)
      : place_(place),
        inputs_(place.in.shape.channels),
        outputs_(place.out.shape.channels),
        per_output_(inputs_ * place.kernel * place.kernel),
        sums_(place.parts, outputs_ * per_output_),
        totals_(outputs_ * per_output_) {}

  void clear(size_t part) override { sums_.clear(part); }

  void add(size_t part, const float* in, const float* d_out) override {
    add_conv_gradient({.in = in + place_.in.origin(place_.before),
                       .in_row = place_.in.row(),
                       .in_channel = place_.in.channel(),
                       .d_out = d_out + place_.out.origin(),
                       .out_row = place_.out.row(),
                       .out_channel = place_.out.channel(),
                       .inputs = inputs_,
                       .outputs = outputs_,
                       .kernel = place_.kernel,
                       .height = place_.out.shape.height,
                       .width = place_.out.shape.width,
                       .sums = sums_.of(part)});
  }

  void finish(size_t parts, Parallel& parallel, float* d_weight) override {
    constexpr size_t kGrainSums = 256;  // some µs
    const size_t window = place_.kernel * place_.kernel;
    parallel.over(outputs_, kGrainSums / per_output_ + 1, [&](size_t first, size_t last) {
      sums_.total(parts, first * per_output_, last * per_output_, totals_.data());
      for (size_t o = first; o < last; ++o)
        for (size_t c = 0; c < inputs_; ++c)
          for (size_t ab = 0; ab < window; ++ab)
            d_weight[(ab * inputs_ + c) * outputs_ + o] =
                totals_.data()[o * per_output_ + c * window + ab];
    });
  }

 private:
  ConvPlace place_;
  size_t inputs_;
  size_t outputs_;
  size_t per_output_;  // weights
  LaneSums sums_;      // [output][input][kernel][kernel]
  Buffer totals_;
};

}  // namespace

std::unique_ptr<Convolver> make_direct_convolver(const ConvPlace& place) {
  return std::make_unique<DirectConvolver>(place);
}

std::unique_ptr<ConvWeightGradient> make_direct_weight_gradient(const ConvPlace& place) {
  return std::make_unique<DirectWeightGradient>(place);
}

}  // namespace logitbench::native
