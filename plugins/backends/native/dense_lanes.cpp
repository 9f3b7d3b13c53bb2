#include "dense_lanes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/dense_lanes.cpp"
#include <hwy/foreach_target.h>
//
#include "lane_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

// Outputs [first, first + Outputs).
template <size_t Outputs>
HWY_INLINE void forward_tile(const DenseTask& task, const float* HWY_RESTRICT x, size_t first,
                             float* HWY_RESTRICT y, Finish finish) {
  V sums[Outputs];
  HWY_UNROLL(16)
  for (size_t o = 0; o < Outputs; ++o) sums[o] = hn::Set(kFloats, task.bias[first + o]);
  const float* HWY_RESTRICT weight = task.weight + first;
  for (size_t at : task.at) {
    const V input = hn::Load(kFloats, x + at);
    HWY_UNROLL(16)
    for (size_t o = 0; o < Outputs; ++o)
      sums[o] = hn::MulAdd(input, hn::Set(kFloats, weight[o]), sums[o]);
    weight += task.outputs;
  }
  HWY_UNROLL(16) for (size_t o = 0; o < Outputs; ++o) {
    float* to = y + (first + o) * kImageLanes;
    hn::Store(finished(finish, sums[o], to), kFloats, to);
  }
}

void forward(const DenseTask& task, const float* x, float* y, Finish finish) {
  for_each_vector([&](size_t lane) {
    size_t o = 0;
    if constexpr (kManyRegisters)
      for (; o + 16 <= task.outputs; o += 16) forward_tile<16>(task, x + lane, o, y + lane, finish);
    for (; o + 8 <= task.outputs; o += 8) forward_tile<8>(task, x + lane, o, y + lane, finish);
    for (; o < task.outputs; ++o) forward_tile<1>(task, x + lane, o, y + lane, finish);
  });
}

// Inputs [first, first + Inputs).
template <size_t Inputs>
HWY_INLINE void input_tile(const DenseTask& task, const float* HWY_RESTRICT dy, size_t first,
                           float* HWY_RESTRICT x, Finish finish) {
  V sums[Inputs];
  HWY_UNROLL(8) for (size_t k = 0; k < Inputs; ++k) sums[k] = hn::Zero(kFloats);
  const float* HWY_RESTRICT weight = task.weight + first * task.outputs;
  for (size_t o = 0; o < task.outputs; ++o) {
    const V d = hn::Load(kFloats, dy + o * kImageLanes);
    HWY_UNROLL(8)
    for (size_t k = 0; k < Inputs; ++k)
      sums[k] = hn::MulAdd(d, hn::Set(kFloats, weight[k * task.outputs + o]), sums[k]);
  }
  HWY_UNROLL(8) for (size_t k = 0; k < Inputs; ++k) {
    float* to = x + task.at[first + k];
    hn::Store(finished(finish, sums[k], to), kFloats, to);
  }
}

void input_gradient(const DenseTask& task, const float* dy, float* x, Finish finish) {
  const size_t inputs = task.at.size();
  for_each_vector([&](size_t lane) {
    size_t k = 0;
    for (; k + 8 <= inputs; k += 8) input_tile<8>(task, dy + lane, k, x + lane, finish);
    for (; k < inputs; ++k) input_tile<1>(task, dy + lane, k, x + lane, finish);
  });
}

// Inputs [first, first + Inputs) and `Vectors` vectors of outputs.
template <size_t Inputs, size_t Vectors>
HWY_INLINE void gradient_tile(const DenseTask& task, const float* HWY_RESTRICT x, size_t first,
                              const float* HWY_RESTRICT dy_rows, float* HWY_RESTRICT sums,
                              size_t row) {
  V sum[Inputs][Vectors];
  HWY_UNROLL(8)
  for (size_t k = 0; k < Inputs; ++k) HWY_UNROLL(2)
  for (size_t v = 0; v < Vectors; ++v) sum[k][v] = hn::Load(kFloats, sums + k * row + v * kWidth);
  for (size_t n = 0; n < kImageLanes; ++n) {
    V d[Vectors];
    HWY_UNROLL(2)
    for (size_t v = 0; v < Vectors; ++v) d[v] = hn::Load(kFloats, dy_rows + n * row + v * kWidth);
    HWY_UNROLL(8) for (size_t k = 0; k < Inputs; ++k) {
      const V input = hn::Set(kFloats, x[task.at[first + k] + n]);
      HWY_UNROLL(2)
      for (size_t v = 0; v < Vectors; ++v) sum[k][v] = hn::MulAdd(input, d[v], sum[k][v]);
    }
  }
  HWY_UNROLL(8)
  for (size_t k = 0; k < Inputs; ++k) HWY_UNROLL(2)
  for (size_t v = 0; v < Vectors; ++v) hn::Store(sum[k][v], kFloats, sums + k * row + v * kWidth);
}

template <size_t Inputs>
HWY_INLINE void gradient_rows(const DenseTask& task, const float* x, size_t first,
                              const float* dy_rows, float* sums, size_t row) {
  sums += first * row;
  size_t o = 0;
  if constexpr (kManyRegisters)
    for (; o + 2 * kWidth <= row; o += 2 * kWidth)
      gradient_tile<Inputs, 2>(task, x, first, dy_rows + o, sums + o, row);
  for (; o < row; o += kWidth) gradient_tile<Inputs, 1>(task, x, first, dy_rows + o, sums + o, row);
}

void weight_gradient(const DenseTask& task, const float* x, const float* dy, float* dy_rows,
                     float* sums) {
  const size_t row = dense_sums_row(task.outputs);
  for (size_t n = 0; n < kImageLanes; ++n)
    for (size_t o = 0; o < row; ++o)
      dy_rows[n * row + o] = o < task.outputs ? dy[o * kImageLanes + n] : 0.0f;
  const size_t inputs = task.at.size();
  size_t k = 0;
  for (; k + 8 <= inputs; k += 8) gradient_rows<8>(task, x, k, dy_rows, sums, row);
  for (; k < inputs; ++k) gradient_rows<1>(task, x, k, dy_rows, sums, row);
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(forward);
HWY_EXPORT(input_gradient);
HWY_EXPORT(weight_gradient);

void dense_forward(const DenseTask& task, const float* x, float* y, Finish finish) {
  HWY_DYNAMIC_DISPATCH(forward)(task, x, y, finish);
}

void dense_input_gradient(const DenseTask& task, const float* dy, float* x, Finish finish) {
  HWY_DYNAMIC_DISPATCH(input_gradient)(task, dy, x, finish);
}

void add_dense_gradient(const DenseTask& task, const float* x, const float* dy, float* dy_rows,
                        float* sums) {
  HWY_DYNAMIC_DISPATCH(weight_gradient)(task, x, dy, dy_rows, sums);
}

}  // namespace logitbench::native
#endif
