#include <algorithm>

#include "winograd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/winograd_gradient.cpp"
#include <hwy/foreach_target.h>
//
#include "outer_sums-inl.h"
#include "winograd_transforms-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

constexpr size_t kOutputs = kManyRegisters ? 4 : 2;  // at a time
using Transforms = Winograd<kGradientTile>;
constexpr size_t kEdge = winograd_edge(kGradientTile);

// kOutputs × kChannelTile sums over `tiles` tiles.
HWY_INLINE void add_products(const float* HWY_RESTRICT in, size_t in_tile,
                             const float* HWY_RESTRICT d_out, size_t d_out_tile, size_t tiles,
                             float* HWY_RESTRICT sums) {
  OuterSums<kOutputs, kChannelTile> products;
  products.load(sums, kChannelTile * kImageLanes);
  for (size_t tile = 0; tile < tiles; ++tile, in += in_tile, d_out += d_out_tile)
    products.add(d_out, kImageLanes, in);
  products.store(sums, kChannelTile * kImageLanes);
}

// Of the tiles in the rooms.
void add_tiles(const WinogradGradientTask& task, size_t tiles, size_t lane) {
  const size_t in_tile = whole_channel_tiles(task.inputs) * kImageLanes;
  const size_t d_out_tile = whole_channel_tiles(task.outputs) * kImageLanes;
  float* sums = task.sums + lane;
  for (size_t point = 0; point < kEdge * kEdge; ++point) {
    const float* in =
        task.in_room + point * winograd_point_floats(task.tiles_at_once, task.inputs) + lane;
    const float* d_out =
        task.d_out_room + point * winograd_point_floats(task.tiles_at_once, task.outputs) + lane;
    for (size_t o = 0; o < task.outputs; o += kChannelTile)
      for (size_t c = 0; c < task.inputs; c += kChannelTile)
        for (size_t part = 0; part < kChannelTile; part += kOutputs) {
          add_products(in + c * kImageLanes, in_tile, d_out + (o + part) * kImageLanes, d_out_tile,
                       tiles, sums);
          sums += kOutputs * kChannelTile * kImageLanes;
        }
  }
}

// Into number `tile` of the rooms.
HWY_INLINE void transform_tile(const WinogradGradientTask& task, size_t y, size_t x, size_t tile,
                               size_t lane) {
  const auto into = [&](float* room, size_t channels, size_t channel) {
    float* to = room + (tile * whole_channel_tiles(channels) + channel) * kImageLanes + lane;
    const size_t point = winograd_point_floats(task.tiles_at_once, channels);
    return [to, point](size_t a, size_t b, V value)
               HWY_ATTR { hn::Store(value, kFloats, to + (a * kEdge + b) * point); };
  };
  const float* in = task.in + y * task.in_row + x * kImageLanes + lane;
  const float* d_out = task.d_out + y * task.out_row + x * kImageLanes + lane;
  for (size_t c = 0; c < task.inputs; ++c)
    Transforms::in_points(in + c * task.in_channel, task.in_row,
                          into(task.in_room, task.inputs, c));
  for (size_t o = 0; o < task.outputs; ++o)
    Transforms::gradient_points(d_out + o * task.out_channel, task.out_row,
                                into(task.d_out_room, task.outputs, o));
}

void add_gradient(const WinogradGradientTask& task) {
  for_each_vector([&](size_t lane) {
    size_t tiles = 0;
    for (size_t y = 0; y < task.height; y += kGradientTile)
      for (size_t x = 0; x < task.width; x += kGradientTile) {
        transform_tile(task, y, x, tiles, lane);
        if (++tiles < task.tiles_at_once) continue;
        add_tiles(task, tiles, lane);
        tiles = 0;
      }
    if (tiles > 0) add_tiles(task, tiles, lane);
  });
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(add_gradient);

void add_winograd_gradient(const WinogradGradientTask& task) {
  HWY_DYNAMIC_DISPATCH(add_gradient)(task);
}

}  // namespace logitbench::native
#endif
