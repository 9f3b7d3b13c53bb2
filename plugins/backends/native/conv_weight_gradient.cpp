#include "conv_weight_gradient.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/conv_weight_gradient.cpp"
#include <hwy/foreach_target.h>
//
#include "outer_sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

constexpr size_t kOutputs = kManyRegisters ? 8 : 4;  // at a time
constexpr size_t kTaps = 3;                          // neighbours in a row of the kernel

// `Outputs` outputs and `Taps` neighbours, over some rows of the image.
template <size_t Outputs, size_t Taps>
HWY_INLINE void add_rows(const ConvGradientTask& task, const float* HWY_RESTRICT in,
                         const float* HWY_RESTRICT d_out, size_t rows, float* HWY_RESTRICT sums) {
  const size_t output_sums = task.inputs * task.kernel * task.kernel * kImageLanes;
  OuterSums<Outputs, Taps> products;
  products.load(sums, output_sums);
  for (size_t y = 0; y < rows; ++y)
    for (size_t x = 0; x < task.width; ++x)
      products.add(d_out + y * task.out_row + x * kImageLanes, task.out_channel,
                   in + y * task.in_row + x * kImageLanes);
  products.store(sums, output_sums);
}

template <size_t Outputs>
HWY_INLINE void add_taps(const ConvGradientTask& task, const float* in, const float* d_out,
                         size_t rows, float* sums) {
  for (size_t c = 0; c < task.inputs; ++c)
    for (size_t a = 0; a < task.kernel; ++a) {
      const float* from = in + c * task.in_channel + a * task.in_row;
      float* to = sums + (c * task.kernel + a) * task.kernel * kImageLanes;
      size_t b = 0;
      for (; b + kTaps <= task.kernel; b += kTaps)
        add_rows<Outputs, kTaps>(task, from + b * kImageLanes, d_out, rows, to + b * kImageLanes);
      if (task.kernel - b == 2)
        add_rows<Outputs, 2>(task, from + b * kImageLanes, d_out, rows, to + b * kImageLanes);
      else if (task.kernel - b == 1)
        add_rows<Outputs, 1>(task, from + b * kImageLanes, d_out, rows, to + b * kImageLanes);
    }
}

void add_weight(const ConvGradientTask& task) {
  // As many rows of the gradient as stay in the first cache while all taps pass over them.
  constexpr size_t kCacheFloats = 28 * 1024 / sizeof(float);
  const size_t row_floats = kOutputs * task.width * kImageLanes;
  const size_t rows_at_once = std::max<size_t>(kCacheFloats / row_floats, 1);
  const size_t output_sums = task.inputs * task.kernel * task.kernel * kImageLanes;
  for_each_vector([&](size_t lane) {
    for (size_t y = 0; y < task.height; y += rows_at_once) {
      const size_t rows = std::min(rows_at_once, task.height - y);
      const float* in = task.in + y * task.in_row + lane;
      const float* d_out = task.d_out + y * task.out_row + lane;
      float* sums = task.sums + lane;
      size_t o = 0;
      for (; o + kOutputs <= task.outputs; o += kOutputs)
        add_taps<kOutputs>(task, in, d_out + o * task.out_channel, rows, sums + o * output_sums);
      for (; o < task.outputs; ++o)
        add_taps<1>(task, in, d_out + o * task.out_channel, rows, sums + o * output_sums);
    }
  });
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(add_weight);

void add_conv_gradient(const ConvGradientTask& task) { HWY_DYNAMIC_DISPATCH(add_weight)(task); }

}  // namespace logitbench::native
#endif
