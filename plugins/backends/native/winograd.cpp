#include "winograd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/winograd.cpp"
#include <hwy/foreach_target.h>
//
#include "winograd_transforms-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

constexpr size_t kOutputs = kManyRegisters ? 4 : 2;  // at a time

// [row][input][column][lane] of one tile.
template <size_t Pixels>
HWY_INLINE void transform_inputs(const WinogradTask& task, const float* HWY_RESTRICT in,
                                 float* HWY_RESTRICT room) {
  constexpr size_t kEdge = winograd_edge(Pixels);
  const size_t row = task.inputs * kEdge * kImageLanes;
  for (size_t c = 0; c < task.inputs; ++c)
    Winograd<Pixels>::in_points(
        in + c * task.in_channel, task.in_row, [&](size_t a, size_t b, V value) HWY_ATTR {
          hn::Store(value, kFloats, room + a * row + (c * kEdge + b) * kImageLanes);
        });
}

// A row of products for some outputs, already brought from points to pixels.
template <size_t Pixels>
HWY_INLINE void multiply_row(const WinogradTask& task, const float* HWY_RESTRICT in,
                             const float* HWY_RESTRICT weights, V (&pixels)[kOutputs][Pixels]) {
  constexpr size_t kEdge = winograd_edge(Pixels);
  V sums[kOutputs][kEdge];
  HWY_UNROLL(4)
  for (size_t o = 0; o < kOutputs; ++o)
    HWY_UNROLL(8) for (size_t b = 0; b < kEdge; ++b) sums[o][b] = hn::Zero(kFloats);
  for (size_t c = 0; c < task.inputs; ++c) {
    HWY_UNROLL(8) for (size_t b = 0; b < kEdge; ++b) {
      const V x = hn::Load(kFloats, in + b * kImageLanes);
      HWY_UNROLL(4)
      for (size_t o = 0; o < kOutputs; ++o)
        sums[o][b] = hn::MulAdd(x, hn::Set(kFloats, weights[b * kChannelTile + o]), sums[o][b]);
    }
    in += kEdge * kImageLanes;
    weights += kEdge * kChannelTile;
  }
  HWY_UNROLL(4)
  for (size_t o = 0; o < kOutputs; ++o) Winograd<Pixels>::to_pixels(sums[o], pixels[o]);
}

// Outputs [first, first + kOutputs) of one tile, of which `height` × `width` pixels exist.
template <size_t Pixels>
HWY_INLINE void multiply(const WinogradTask& task, const float* HWY_RESTRICT room, size_t first,
                         float* HWY_RESTRICT out, size_t height, size_t width) {
  constexpr size_t kEdge = winograd_edge(Pixels);
  const size_t row = task.inputs * kEdge;
  const float* weights =
      task.weights + first / kChannelTile * kEdge * row * kChannelTile + first % kChannelTile;
  V rows[kEdge][kOutputs][Pixels];
  HWY_UNROLL(8)
  for (size_t a = 0; a < kEdge; ++a)
    multiply_row<Pixels>(task, room + a * row * kImageLanes, weights + a * row * kChannelTile,
                         rows[a]);
  const size_t count = task.outputs - first;
  HWY_UNROLL(4) for (size_t o = 0; o < kOutputs; ++o) {
    if (o >= count) break;
    const V bias =
        task.bias == nullptr ? hn::Zero(kFloats) : hn::Set(kFloats, task.bias[first + o]);
    float* to = out + (first + o) * task.out_channel;
    HWY_UNROLL(4) for (size_t x = 0; x < Pixels; ++x) {
      if (x >= width) break;
      V points[kEdge], pixels[Pixels];
      HWY_UNROLL(8) for (size_t a = 0; a < kEdge; ++a) points[a] = rows[a][o][x];
      Winograd<Pixels>::to_pixels(points, pixels);
      HWY_UNROLL(4) for (size_t y = 0; y < Pixels; ++y) {
        if (y >= height) break;
        float* at = to + y * task.out_row + x * kImageLanes;
        hn::Store(finished(task.finish, hn::Add(pixels[y], bias), at), kFloats, at);
      }
    }
  }
}

template <size_t Pixels>
void convolve_tiles(const WinogradTask& task) {
  for_each_vector([&](size_t lane) {
    for (size_t y = 0; y < task.height; y += Pixels)
      for (size_t x = 0; x < task.width; x += Pixels) {
        transform_inputs<Pixels>(task, task.in + y * task.in_row + x * kImageLanes + lane,
                                 task.room + lane);
        for (size_t first = 0; first < task.outputs; first += kOutputs)
          multiply<Pixels>(task, task.room + lane, first,
                           task.out + y * task.out_row + x * kImageLanes + lane, task.height - y,
                           task.width - x);
      }
  });
}

void convolve(const WinogradTask& task) {
  if (task.tile == 2)
    convolve_tiles<2>(task);
  else
    convolve_tiles<4>(task);
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(convolve);

void convolve_winograd(const WinogradTask& task) { HWY_DYNAMIC_DISPATCH(convolve)(task); }

}  // namespace logitbench::native
#endif
