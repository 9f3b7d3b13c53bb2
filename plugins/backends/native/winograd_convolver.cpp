#include <float_network/buffer.h>

#include <algorithm>

#include "convolver.h"
#include "lane_sums.h"
#include "winograd.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;
constexpr size_t kTile = kWinogradTile;

// G w of three, Gᵀ of four.
void to_points(float w0, float w1, float w2, float* points, size_t stride) {
  points[0] = w0;
  points[stride] = 0.5f * (w0 + w1 + w2);
  points[2 * stride] = 0.5f * (w0 - w1 + w2);
  points[3 * stride] = w2;
}
void from_points(const float* points, size_t stride, float (&w)[3]) {
  const float middle = points[stride], other = points[2 * stride];
  w[0] = points[0] + 0.5f * (middle + other);
  w[1] = 0.5f * (middle - other);
  w[2] = points[3 * stride] + 0.5f * (middle + other);
}

class WinogradConvolver final : public Convolver {
 public:
  explicit WinogradConvolver(const ConvPlace& place)
      : place_(place),
        inputs_(place.in.shape.channels),
        outputs_(place.out.shape.channels),
        weights_(whole_channel_tiles(outputs_) * inputs_ * kWinogradPoints),
        room_floats_(inputs_ * kWinogradPoints * kImageLanes),
        room_(place.parts * room_floats_) {}

  void set_weights(const KernelView& kernel) override {
    for (size_t c = 0; c < inputs_; ++c)
      for (size_t o = 0; o < outputs_; ++o) {
        float rows[3][kTile], points[kTile][kTile];
        for (size_t a = 0; a < 3; ++a)
          to_points(kernel.at(a, 0, c, o), kernel.at(a, 1, c, o), kernel.at(a, 2, c, o), rows[a],
                    1);
        for (size_t b = 0; b < kTile; ++b)
          to_points(rows[0][b], rows[1][b], rows[2][b], &points[0][b], kTile);
        float* to = weights_.data() + o / kChannelTile * kWinogradPoints * inputs_ * kChannelTile +
                    o % kChannelTile;
        for (size_t a = 0; a < kTile; ++a)
          for (size_t b = 0; b < kTile; ++b)
            to[((a * inputs_ + c) * kTile + b) * kChannelTile] = points[a][b];
      }
  }

  void run(size_t part, const float* in, const float* bias, Finish finish, float* out) override {
    convolve_winograd({.in = in + place_.in.origin(place_.before),
                       .in_row = place_.in.row(),
                       .in_channel = place_.in.channel(),
                       .inputs = inputs_,
                       .weights = weights_.data(),
                       .bias = bias,
                       .out = out + place_.out.origin(),
                       .out_row = place_.out.row(),
                       .out_channel = place_.out.channel(),
                       .outputs = outputs_,
                       .height = place_.out.shape.height,
                       .width = place_.out.shape.width,
                       .finish = finish,
                       .room = room_.data() + part * room_floats_});
  }

 private:
  ConvPlace place_;
  size_t inputs_;
  size_t outputs_;
  Buffer weights_;
  size_t room_floats_;  // per part
  Buffer room_;
};

// As many tiles as make it worth while to load and store the sums, and as equal parts as they go.
size_t tiles_at_once(const Shape& out) {
  constexpr size_t kMost = 15;
  const size_t tiles = winograd_tiles(out.height) * winograd_tiles(out.width);
  const size_t rounds = (tiles + kMost - 1) / kMost;
  return (tiles + rounds - 1) / rounds;
}

class WinogradWeightGradient final : public ConvWeightGradient {
 public:
  explicit WinogradWeightGradient(const ConvPlace& place)
      : place_(place),
        inputs_(place.in.shape.channels),
        outputs_(place.out.shape.channels),
        whole_inputs_(whole_channel_tiles(inputs_)),
        whole_outputs_(whole_channel_tiles(outputs_)),
        tiles_(tiles_at_once(place.out.shape)),
        in_room_floats_(kWinogradPoints * tiles_ * whole_inputs_ * kImageLanes),
        out_room_floats_(kWinogradPoints * tiles_ * whole_outputs_ * kImageLanes),
        point_sums_(whole_inputs_ * whole_outputs_),
        in_room_(place.parts * in_room_floats_),
        out_room_(place.parts * out_room_floats_),
        sums_(place.parts, kWinogradPoints * point_sums_),
        totals_(kWinogradPoints * point_sums_) {}

  void clear(size_t part) override { sums_.clear(part); }

  void add(size_t part, const float* in, const float* d_out) override {
    add_winograd_gradient({.in = in + place_.in.origin(place_.before),
                           .in_row = place_.in.row(),
                           .in_channel = place_.in.channel(),
                           .inputs = inputs_,
                           .d_out = d_out + place_.out.origin(),
                           .out_row = place_.out.row(),
                           .out_channel = place_.out.channel(),
                           .outputs = outputs_,
                           .height = place_.out.shape.height,
                           .width = place_.out.shape.width,
                           .tiles_at_once = tiles_,
                           .in_room = in_room_.data() + part * in_room_floats_,
                           .d_out_room = out_room_.data() + part * out_room_floats_,
                           .sums = sums_.of(part)});
  }

  void finish(size_t parts, Parallel& parallel, float* d_weight) override {
    parallel.over(kWinogradPoints, 1, [&](size_t first, size_t last) {
      sums_.total(parts, first * point_sums_, last * point_sums_, totals_.data());
    });
    for (size_t o = 0; o < outputs_; ++o)
      for (size_t c = 0; c < inputs_; ++c) {
        const float* points = totals_.data() + within_point(o, c);
        float rows[kTile][3];
        for (size_t a = 0; a < kTile; ++a)
          from_points(points + a * kTile * point_sums_, point_sums_, rows[a]);
        for (size_t b = 0; b < 3; ++b) {
          float column[3];
          from_points(&rows[0][b], 3, column);
          for (size_t a = 0; a < 3; ++a)
            d_weight[((a * 3 + b) * inputs_ + c) * outputs_ + o] = column[a];
        }
      }
  }

 private:
  size_t within_point(size_t o, size_t c) const {
    const size_t tile = o / kChannelTile * (whole_inputs_ / kChannelTile) + c / kChannelTile;
    return (tile * kChannelTile + o % kChannelTile) * kChannelTile + c % kChannelTile;
  }

  ConvPlace place_;
  size_t inputs_;
  size_t outputs_;
  size_t whole_inputs_;
  size_t whole_outputs_;
  size_t tiles_;
  size_t in_room_floats_;  // per part
  size_t out_room_floats_;
  size_t point_sums_;
  Buffer in_room_;
  Buffer out_room_;
  LaneSums sums_;
  Buffer totals_;
};

}  // namespace

std::unique_ptr<Convolver> make_winograd_convolver(const ConvPlace& place) {
  return std::make_unique<WinogradConvolver>(place);
}

std::unique_ptr<ConvWeightGradient> make_winograd_weight_gradient(const ConvPlace& place) {
  return std::make_unique<WinogradWeightGradient>(place);
}

}  // namespace logitbench::native
