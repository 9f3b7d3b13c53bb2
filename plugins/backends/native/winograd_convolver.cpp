#include <float_network/buffer.h>

#include "convolver.h"
#include "winograd.h"
#include "winograd_kernel.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;

class WinogradConvolver final : public Convolver {
 public:
  WinogradConvolver(const ConvPlace& place, size_t tile)
      : place_(place),
        tile_(tile),
        inputs_(place.in.shape.channels),
        outputs_(place.out.shape.channels),
        weights_(whole_channel_tiles(outputs_) * inputs_ * winograd_points(tile)),
        room_floats_(inputs_ * winograd_points(tile) * kImageLanes),
        room_(place.parts * room_floats_) {}

  void set_weights(const KernelView& kernel) override {
    const std::span<const KernelRow> g = kernel_transform(tile_);
    const size_t edge = g.size();
    for (size_t c = 0; c < inputs_; ++c)
      for (size_t o = 0; o < outputs_; ++o) {
        float* to = weights_.data() + o / kChannelTile * edge * edge * inputs_ * kChannelTile +
                    o % kChannelTile;
        for (size_t a = 0; a < edge; ++a) {
          KernelRow row;
          for (size_t x = 0; x < 3; ++x)
            row[x] = g[a][0] * kernel.at(0, x, c, o) + g[a][1] * kernel.at(1, x, c, o) +
                     g[a][2] * kernel.at(2, x, c, o);
          for (size_t b = 0; b < edge; ++b)
            to[((a * inputs_ + c) * edge + b) * kChannelTile] =
                g[b][0] * row[0] + g[b][1] * row[1] + g[b][2] * row[2];
        }
      }
  }

  void run(size_t part, const float* in, const float* bias, Finish finish, float* out) override {
    convolve_winograd({.tile = tile_,
                       .in = in + place_.in.origin(place_.before),
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
  size_t tile_;
  size_t inputs_;
  size_t outputs_;
  Buffer weights_;
  size_t room_floats_;  // per part
  Buffer room_;
};

}  // namespace

std::unique_ptr<Convolver> make_winograd_convolver(const ConvPlace& place, size_t tile) {
  return std::make_unique<WinogradConvolver>(place, tile);
}

}  // namespace logitbench::native
