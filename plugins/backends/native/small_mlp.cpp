#include "small_mlp.h"

#include <algorithm>
#include <type_traits>

#include "simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/small_mlp.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

// Calls with a number of 1 to kFewNumbers as a constant.
template <class Function>
HWY_INLINE void with_number(size_t number, const Function& function) {
  static_assert(kFewNumbers == 4);
  if (number == 1) return function(std::integral_constant<size_t, 1>());
  if (number == 2) return function(std::integral_constant<size_t, 2>());
  if (number == 3) return function(std::integral_constant<size_t, 3>());
  function(std::integral_constant<size_t, 4>());
}

// Rows in the lanes, two sums for each output: even and odd hidden units.
template <size_t kInputs, size_t kOutputs>
HWY_INLINE void forward_lanes(const SmallMlp& mlp, const float* weight1, const float* x,
                              size_t rows, float* y) {
  constexpr Floats d;
  const size_t padded = mlp.padded();
  const float* bias1 = weight1 + kInputs * padded;
  const float* weight2 = bias1 + padded;
  const float* bias2 = weight2 + kOutputs * padded;
  HWY_ALIGN float lanes[kFewNumbers][kLanes] = {};
  for (size_t r = 0; r < rows; ++r)
    for (size_t i = 0; i < kInputs; ++i) lanes[i][r] = x[r * kInputs + i];
  FloatVector inputs[kInputs], sums[2][kOutputs];
  for (size_t i = 0; i < kInputs; ++i) inputs[i] = hn::Load(d, lanes[i]);
  for (size_t o = 0; o < kOutputs; ++o) {
    sums[0][o] = hn::Set(d, bias2[o]);
    sums[1][o] = hn::Zero(d);
  }
  const auto add_unit = [&](size_t j, FloatVector(&to)[kOutputs]) HWY_ATTR {
    FloatVector h = hn::Set(d, bias1[j]);
    for (size_t i = 0; i < kInputs; ++i)
      h = hn::MulAdd(hn::Set(d, weight1[i * padded + j]), inputs[i], h);
    h = relu(h);
    for (size_t o = 0; o < kOutputs; ++o)
      to[o] = hn::MulAdd(hn::Set(d, weight2[o * padded + j]), h, to[o]);
  };
  size_t j = 0;
  for (; j + 2 <= mlp.hidden; j += 2) {
    add_unit(j, sums[0]);
    add_unit(j + 1, sums[1]);
  }
  if (j < mlp.hidden) add_unit(j, sums[0]);
  for (size_t o = 0; o < kOutputs; ++o) hn::Store(hn::Add(sums[0][o], sums[1][o]), d, lanes[o]);
  for (size_t r = 0; r < rows; ++r)
    for (size_t o = 0; o < kOutputs; ++o) y[r * kOutputs + o] = lanes[o][r];
}

// Hidden units in the lanes, kVectors registers of them at a time for all rows.
template <size_t kInputs, size_t kOutputs, size_t kVectors>
HWY_INLINE void backward_lanes(const SmallMlp& mlp, const float* weight1, const float* x,
                               const float* dy, size_t rows, float* gradients) {
  constexpr Floats d;
  const size_t padded = mlp.padded();
  const float* bias1 = weight1 + kInputs * padded;
  const float* weight2 = bias1 + padded;
  FloatVector w1[kInputs][kVectors], b1[kVectors], w2[kOutputs][kVectors];
  FloatVector d_w1[kInputs][kVectors], d_b1[kVectors], d_w2[kOutputs][kVectors];
  for (size_t v = 0; v < kVectors; ++v) {
    for (size_t i = 0; i < kInputs; ++i) {
      w1[i][v] = hn::Load(d, weight1 + i * padded + v * kLanes);
      d_w1[i][v] = hn::Zero(d);
    }
    b1[v] = hn::Load(d, bias1 + v * kLanes);
    d_b1[v] = hn::Zero(d);
    for (size_t o = 0; o < kOutputs; ++o) {
      w2[o][v] = hn::Load(d, weight2 + o * padded + v * kLanes);
      d_w2[o][v] = hn::Zero(d);
    }
  }
  for (size_t r = 0; r < rows; ++r)
    for (size_t v = 0; v < kVectors; ++v) {
      FloatVector z = b1[v];
      for (size_t i = 0; i < kInputs; ++i)
        z = hn::MulAdd(w1[i][v], hn::Set(d, x[r * kInputs + i]), z);
      const auto off = hn::Le(z, hn::Zero(d));
      const FloatVector h = hn::IfThenZeroElse(off, z);
      FloatVector d_h = hn::Mul(w2[0][v], hn::Set(d, dy[r * kOutputs]));
      d_w2[0][v] = hn::MulAdd(h, hn::Set(d, dy[r * kOutputs]), d_w2[0][v]);
      for (size_t o = 1; o < kOutputs; ++o) {
        const FloatVector d_y = hn::Set(d, dy[r * kOutputs + o]);
        d_h = hn::MulAdd(w2[o][v], d_y, d_h);
        d_w2[o][v] = hn::MulAdd(h, d_y, d_w2[o][v]);
      }
      d_h = hn::IfThenZeroElse(off, d_h);
      for (size_t i = 0; i < kInputs; ++i)
        d_w1[i][v] = hn::MulAdd(d_h, hn::Set(d, x[r * kInputs + i]), d_w1[i][v]);
      d_b1[v] = hn::Add(d_b1[v], d_h);
    }
  for (size_t v = 0; v < kVectors; ++v) {
    for (size_t i = 0; i < kInputs; ++i)
      hn::Store(d_w1[i][v], d, gradients + i * padded + v * kLanes);
    hn::Store(d_b1[v], d, gradients + kInputs * padded + v * kLanes);
    for (size_t o = 0; o < kOutputs; ++o)
      hn::Store(d_w2[o][v], d, gradients + (kInputs + 1 + o) * padded + v * kLanes);
  }
}

template <class Function>
HWY_INLINE void with_shape(const SmallMlp& mlp, const Function& function) {
  with_number(mlp.inputs, [&](auto inputs) {
    with_number(mlp.outputs, [&](auto outputs) { function(inputs, outputs); });
  });
}

void small_mlp_forward(const SmallMlp& mlp, const float* parameters, const float* x, size_t rows,
                       float* y) {
  with_shape(mlp, [&](auto inputs, auto outputs) {
    for (size_t r = 0; r < rows; r += kLanes)
      forward_lanes<inputs(), outputs()>(mlp, parameters, x + r * inputs(),
                                         std::min(kLanes, rows - r), y + r * outputs());
  });
}

void small_mlp_backward(const SmallMlp& mlp, const float* parameters, const float* x,
                        const float* dy, size_t rows, float* gradients) {
  // Two by two the registers of AVX-512 suffice, and one vector waits for nothing of the other.
  constexpr size_t kVectors = HWY_TARGET <= HWY_AVX3 ? 2 : 1;
  with_shape(mlp, [&](auto inputs, auto outputs) {
    for (size_t j = 0; j < mlp.padded(); j += kVectors * kLanes)
      backward_lanes<inputs(), outputs(), kVectors>(mlp, parameters + j, x, dy, rows,
                                                    gradients + j);
  });
  const float* end = dy + rows * mlp.outputs;
  float* d_bias2 = mlp.bias2(gradients);
  std::fill_n(d_bias2, mlp.outputs, 0.0f);
  with_number(mlp.outputs, [&](auto outputs) {
    // A vector for each output makes kLanes whole rows: a lane belongs to the same output always.
    constexpr Floats d;
    constexpr size_t kOutputs = outputs();
    FloatVector sums[kOutputs];
    for (FloatVector& sum : sums) sum = hn::Zero(d);
    const float* from = dy;
    for (; from + kOutputs * kLanes <= end; from += kOutputs * kLanes)
      for (size_t v = 0; v < kOutputs; ++v)
        sums[v] = hn::Add(sums[v], hn::LoadU(d, from + v * kLanes));
    HWY_ALIGN float lanes[kOutputs * kLanes];
    for (size_t v = 0; v < kOutputs; ++v) hn::Store(sums[v], d, lanes + v * kLanes);
    for (size_t i = 0; i < kOutputs * kLanes; ++i) d_bias2[i % kOutputs] += lanes[i];
    for (size_t i = 0; from + i < end; ++i) d_bias2[i % kOutputs] += from[i];
  });
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(small_mlp_forward);
HWY_EXPORT(small_mlp_backward);

void small_mlp_forward(const SmallMlp& mlp, const float* parameters, const float* x, size_t rows,
                       float* y) {
  HWY_DYNAMIC_DISPATCH(small_mlp_forward)(mlp, parameters, x, rows, y);
}
void small_mlp_backward(const SmallMlp& mlp, const float* parameters, const float* x,
                        const float* dy, size_t rows, float* gradients) {
  HWY_DYNAMIC_DISPATCH(small_mlp_backward)(mlp, parameters, x, dy, rows, gradients);
}

}  // namespace logitbench::native
#endif  // HWY_ONCE
