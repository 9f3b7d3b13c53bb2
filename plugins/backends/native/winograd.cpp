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
constexpr size_t kTile = kWinogradTile;

// [row][input][column][lane] of one tile.
HWY_INLINE void transform_inputs(const WinogradTask& task, const float* HWY_RESTRICT in,
                                 float* HWY_RESTRICT room) {
  const size_t row = task.inputs * kTile * kImageLanes;
  for (size_t c = 0; c < task.inputs; ++c)
    transform_input(in + c * task.in_channel, task.in_row, [&](size_t a, size_t b, V value) {
      hn::Store(value, kFloats, room + a * row + (c * kTile + b) * kImageLanes);
    });
}

// A row of the 4×4 products for some outputs, already brought from 4 columns to 2.
HWY_INLINE void multiply_row(const WinogradTask& task, const float* HWY_RESTRICT in,
                             const float* HWY_RESTRICT weights, V (&halves)[2][kOutputs]) {
  V sums[kTile][kOutputs];
  HWY_UNROLL(4)
  for (size_t b = 0; b < kTile; ++b)
    HWY_UNROLL(4) for (size_t o = 0; o < kOutputs; ++o) sums[b][o] = hn::Zero(kFloats);
  for (size_t c = 0; c < task.inputs; ++c) {
    HWY_UNROLL(4) for (size_t b = 0; b < kTile; ++b) {
      const V x = hn::Load(kFloats, in + b * kImageLanes);
      HWY_UNROLL(4)
      for (size_t o = 0; o < kOutputs; ++o)
        sums[b][o] = hn::MulAdd(x, hn::Set(kFloats, weights[b * kChannelTile + o]), sums[b][o]);
    }
    in += kTile * kImageLanes;
    weights += kTile * kChannelTile;
  }
  HWY_UNROLL(4) for (size_t o = 0; o < kOutputs; ++o) {
    halves[0][o] = hn::Add(hn::Add(sums[0][o], sums[1][o]), sums[2][o]);
    halves[1][o] = hn::Sub(hn::Sub(sums[1][o], sums[2][o]), sums[3][o]);
  }
}

// Outputs [first, first + kOutputs) of one tile of `height` × `width` pixels.
HWY_INLINE void multiply(const WinogradTask& task, const float* HWY_RESTRICT room, size_t first,
                         float* HWY_RESTRICT out, size_t height, size_t width) {
  const float* weights = task.weights +
                         first / kChannelTile * kTile * task.inputs * kTile * kChannelTile +
                         first % kChannelTile;
  V rows[kTile][2][kOutputs];
  HWY_UNROLL(4) for (size_t a = 0; a < kTile; ++a) {
    multiply_row(task, room + a * task.inputs * kTile * kImageLanes,
                 weights + a * task.inputs * kTile * kChannelTile, rows[a]);
  }
  const size_t count = task.outputs - first;
  HWY_UNROLL(4) for (size_t o = 0; o < kOutputs; ++o) {
    if (o >= count) break;
    const V bias =
        task.bias == nullptr ? hn::Zero(kFloats) : hn::Set(kFloats, task.bias[first + o]);
    float* to = out + (first + o) * task.out_channel;
    HWY_UNROLL(2) for (size_t x = 0; x < 2; ++x) {
      if (x >= width) break;
      const V upper = hn::Add(hn::Add(rows[0][x][o], rows[1][x][o]), hn::Add(rows[2][x][o], bias));
      const V lower = hn::Add(hn::Sub(rows[1][x][o], rows[2][x][o]), hn::Sub(bias, rows[3][x][o]));
      float* at = to + x * kImageLanes;
      hn::Store(finished(task.finish, upper, at), kFloats, at);
      if (height < 2) continue;
      at += task.out_row;
      hn::Store(finished(task.finish, lower, at), kFloats, at);
    }
  }
}

void convolve(const WinogradTask& task) {
  for_each_vector([&](size_t lane) {
    for (size_t y = 0; y < task.height; y += 2)
      for (size_t x = 0; x < task.width; x += 2) {
        transform_inputs(task, task.in + y * task.in_row + x * kImageLanes + lane,
                         task.room + lane);
        for (size_t first = 0; first < task.outputs; first += kOutputs)
          multiply(task, task.room + lane, first,
                   task.out + y * task.out_row + x * kImageLanes + lane, task.height - y,
                   task.width - x);
      }
  });
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
