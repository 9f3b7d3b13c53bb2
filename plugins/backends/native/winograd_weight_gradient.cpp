#include <float_network/buffer.h>

#include <algorithm>

#include "convolver.h"
#include "lane_sums.h"
#include "winograd.h"
#include "winograd_kernel.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;

constexpr size_t kEdge = winograd_edge(kGradientTile);
constexpr size_t kPoints = kEdge * kEdge;

// As many tiles as make it worth while to load and store the sums, and as equal parts as they go.
size_t tiles_at_once(const Shape& out) {
  constexpr size_t kMost = 10;
  const size_t tiles = winograd_tiles(kGradientTile, out);
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
        in_room_floats_(kPoints * winograd_point_floats(tiles_, inputs_)),
        out_room_floats_(kPoints * winograd_point_floats(tiles_, outputs_)),
        point_sums_(whole_inputs_ * whole_outputs_),
        in_room_(place.parts * in_room_floats_),
        out_room_(place.parts * out_room_floats_),
        sums_(place.parts, kPoints * point_sums_),
        totals_(kPoints * point_sums_) {}

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
    parallel.over(kPoints, 1, [&](size_t first, size_t last) {
      sums_.total(parts, first * point_sums_, last * point_sums_, totals_.data());
    });
    const std::span<const KernelRow> g = kernel_transform(kGradientTile);
    for (size_t o = 0; o < outputs_; ++o)
      for (size_t c = 0; c < inputs_; ++c) {
        const float* points = totals_.data() + within_point(o, c);
        float rows[3][kEdge] = {};
        for (size_t a = 0; a < kEdge; ++a)
          for (size_t b = 0; b < kEdge; ++b)
            for (size_t y = 0; y < 3; ++y)
              rows[y][b] += g[a][y] * points[(a * kEdge + b) * point_sums_];
        for (size_t y = 0; y < 3; ++y)
          for (size_t x = 0; x < 3; ++x) {
            float sum = 0;
            for (size_t b = 0; b < kEdge; ++b) sum += rows[y][b] * g[b][x];
            d_weight[((y * 3 + x) * inputs_ + c) * outputs_ + o] = sum;
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

std::unique_ptr<ConvWeightGradient> make_winograd_weight_gradient(const ConvPlace& place) {
  return std::make_unique<WinogradWeightGradient>(place);
}

}  // namespace logitbench::native
