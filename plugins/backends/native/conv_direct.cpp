#include "conv_direct.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/conv_direct.cpp"
#include <hwy/foreach_target.h>
//
#include "lane_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

constexpr size_t kOutputs = kManyRegisters ? 8 : 4;  // at a time
constexpr size_t kPixels = 2;

// Outputs [first, first + kOutputs) at `Pixels` neighbours.
template <size_t Pixels>
HWY_INLINE void tile(const ConvTask& task, const float* HWY_RESTRICT in, size_t first,
                     float* HWY_RESTRICT out) {
  const size_t in_tile = first % kOutTile;
  const float* HWY_RESTRICT weights =
      task.weights + first / kOutTile * task.taps.size() * kOutTile + in_tile;
  V sums[kOutputs][Pixels];
  HWY_UNROLL(8) for (size_t o = 0; o < kOutputs; ++o) {
    const V start =
        task.bias == nullptr ? hn::Zero(kFloats) : hn::Set(kFloats, task.bias[first + o]);
    HWY_UNROLL(2) for (size_t p = 0; p < Pixels; ++p) sums[o][p] = start;
  }
  const size_t* HWY_RESTRICT taps = task.taps.data();
  for (size_t tap = 0; tap < task.taps.size(); ++tap, weights += kOutTile) {
    V x[Pixels];
    HWY_UNROLL(2)
    for (size_t p = 0; p < Pixels; ++p) x[p] = hn::Load(kFloats, in + taps[tap] + p * kImageLanes);
    HWY_UNROLL(8) for (size_t o = 0; o < kOutputs; ++o) {
      const V weight = hn::Set(kFloats, weights[o]);
      HWY_UNROLL(2)
      for (size_t p = 0; p < Pixels; ++p) sums[o][p] = hn::MulAdd(weight, x[p], sums[o][p]);
    }
  }
  const size_t count = task.outputs - first;
  HWY_UNROLL(8) for (size_t o = 0; o < kOutputs; ++o) {
    if (o >= count) break;
    HWY_UNROLL(2) for (size_t p = 0; p < Pixels; ++p) {
      float* to = out + (first + o) * task.out_channel + p * kImageLanes;
      hn::Store(finished(task.finish, sums[o][p], to), kFloats, to);
    }
  }
}

void convolve(const ConvTask& task) {
  for_each_vector([&](size_t lane) {
    for (size_t first = 0; first < task.outputs; first += kOutputs)
      for (size_t y = 0; y < task.height; ++y) {
        const float* in = task.in + y * task.in_row + lane;
        float* out = task.out + y * task.out_row + lane;
        size_t x = 0;
        for (; x + kPixels <= task.width; x += kPixels)
          tile<kPixels>(task, in + x * kImageLanes, first, out + x * kImageLanes);
        for (; x < task.width; ++x)
          tile<1>(task, in + x * kImageLanes, first, out + x * kImageLanes);
      }
  });
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(convolve);

void convolve_direct(const ConvTask& task) { HWY_DYNAMIC_DISPATCH(convolve)(task); }

}  // namespace logitbench::native
#endif
