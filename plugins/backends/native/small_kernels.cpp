#include "small_kernels.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/small_kernels.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#include "small_layout.h"
#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

constexpr Floats kFloats;

// Columns of a row-major [lanes][kCount] array, one in each vector.
template <size_t kCount>
HWY_INLINE void load_columns(const float* rows, FloatVector* columns) {
  if constexpr (kCount == 1) columns[0] = hn::LoadU(kFloats, rows);
  if constexpr (kCount == 2) hn::LoadInterleaved2(kFloats, rows, columns[0], columns[1]);
  if constexpr (kCount == 3)
    hn::LoadInterleaved3(kFloats, rows, columns[0], columns[1], columns[2]);
  if constexpr (kCount == 4)
    hn::LoadInterleaved4(kFloats, rows, columns[0], columns[1], columns[2], columns[3]);
}
template <size_t kCount>
HWY_INLINE void store_columns(const FloatVector* columns, float* rows) {
  if constexpr (kCount == 1) hn::StoreU(columns[0], kFloats, rows);
  if constexpr (kCount == 2) hn::StoreInterleaved2(columns[0], columns[1], kFloats, rows);
  if constexpr (kCount == 3)
    hn::StoreInterleaved3(columns[0], columns[1], columns[2], kFloats, rows);
  if constexpr (kCount == 4)
    hn::StoreInterleaved4(columns[0], columns[1], columns[2], columns[3], kFloats, rows);
}

// Several vectors of rows at once: a weight that is loaded serves all, and their sums do not wait
// for each other.
constexpr size_t kRowVectors = kManyRegisters ? 4 : 2;

template <size_t kIn, size_t kOut>
void forward(const SmallWeights& w, const float* x, size_t rows, float* logits) {
  for (size_t r = 0; r < rows; r += kRowVectors * kLanes) {
    FloatVector in[kRowVectors][kIn], out[kRowVectors][kOut];
    for (size_t v = 0; v < kRowVectors; ++v) {
      load_columns<kIn>(x + (r + v * kLanes) * kIn, in[v]);
      for (size_t c = 0; c < kOut; ++c) out[v][c] = hn::Set(kFloats, w.b2[c]);
    }
    for (size_t j = 0; j < w.hidden; ++j) {
      FloatVector h[kRowVectors];
      for (size_t v = 0; v < kRowVectors; ++v) h[v] = hn::Set(kFloats, w.b1[j]);
      for (size_t i = 0; i < kIn; ++i) {
        const auto weight = hn::Set(kFloats, w.w1[i * w.hidden + j]);
        for (size_t v = 0; v < kRowVectors; ++v) h[v] = hn::MulAdd(in[v][i], weight, h[v]);
      }
      for (size_t v = 0; v < kRowVectors; ++v)
        h[v] = hn::Max(hn::Zero(kFloats), h[v]);  // NaN passes
      for (size_t c = 0; c < kOut; ++c) {
        const auto weight = hn::Set(kFloats, w.w2[j * kOut + c]);
        for (size_t v = 0; v < kRowVectors; ++v) out[v][c] = hn::MulAdd(h[v], weight, out[v][c]);
      }
    }
    for (size_t v = 0; v < kRowVectors; ++v)
      store_columns<kOut>(out[v], logits + (r + v * kLanes) * kOut);
  }
}

// Gradients of kUnits vectors of hidden units, from unit j on, over all rows.
template <size_t kIn, size_t kOut, size_t kUnits>
void backward_units(const SmallLayout& layout, const float* packed, const float* x,
                    const float* d_logits, size_t rows, float* gradient, size_t j) {
  FloatVector w1[kIn][kUnits], b1[kUnits], w2[kOut][kUnits];
  FloatVector d_w1[kIn][kUnits], d_b1[kUnits], d_w2[kOut][kUnits];
  for (size_t u = 0; u < kUnits; ++u) {
    const size_t at = j + u * kLanes;
    for (size_t i = 0; i < kIn; ++i) w1[i][u] = hn::Load(kFloats, packed + layout.w1(i) + at);
    b1[u] = hn::Load(kFloats, packed + layout.b1() + at);
    for (size_t c = 0; c < kOut; ++c) w2[c][u] = hn::Load(kFloats, packed + layout.w2(c) + at);
    for (size_t i = 0; i < kIn; ++i) d_w1[i][u] = hn::Zero(kFloats);
    d_b1[u] = hn::Zero(kFloats);
    for (size_t c = 0; c < kOut; ++c) d_w2[c][u] = hn::Zero(kFloats);
  }
  for (size_t r = 0; r < rows; ++r) {
    FloatVector in[kIn], d[kOut];
    for (size_t i = 0; i < kIn; ++i) in[i] = hn::Set(kFloats, x[r * kIn + i]);
    for (size_t c = 0; c < kOut; ++c) d[c] = hn::Set(kFloats, d_logits[r * kOut + c]);
    for (size_t u = 0; u < kUnits; ++u) {
      auto z = b1[u];
      for (size_t i = 0; i < kIn; ++i) z = hn::MulAdd(in[i], w1[i][u], z);
      const auto off = hn::Le(z, hn::Zero(kFloats));
      const auto h = hn::IfThenZeroElse(off, z);
      auto d_z = hn::Mul(d[0], w2[0][u]);
      for (size_t c = 1; c < kOut; ++c) d_z = hn::MulAdd(d[c], w2[c][u], d_z);
      d_z = hn::IfThenZeroElse(off, d_z);
      for (size_t c = 0; c < kOut; ++c) d_w2[c][u] = hn::MulAdd(h, d[c], d_w2[c][u]);
      for (size_t i = 0; i < kIn; ++i) d_w1[i][u] = hn::MulAdd(d_z, in[i], d_w1[i][u]);
      d_b1[u] = hn::Add(d_b1[u], d_z);
    }
  }
  for (size_t u = 0; u < kUnits; ++u) {
    const size_t at = j + u * kLanes;
    for (size_t i = 0; i < kIn; ++i) hn::Store(d_w1[i][u], kFloats, gradient + layout.w1(i) + at);
    hn::Store(d_b1[u], kFloats, gradient + layout.b1() + at);
    for (size_t c = 0; c < kOut; ++c) hn::Store(d_w2[c][u], kFloats, gradient + layout.w2(c) + at);
  }
}

template <size_t kOut>
void sum_output_gradients(const float* d_logits, size_t rows, float* sums) {
  FloatVector lanes[kOut], columns[kOut];
  for (size_t c = 0; c < kOut; ++c) lanes[c] = hn::Zero(kFloats);
  size_t r = 0;
  for (; r + kLanes <= rows; r += kLanes) {
    load_columns<kOut>(d_logits + r * kOut, columns);
    for (size_t c = 0; c < kOut; ++c) lanes[c] = hn::Add(lanes[c], columns[c]);
  }
  for (size_t c = 0; c < kOut; ++c) sums[c] = hn::GetLane(hn::SumOfLanes(kFloats, lanes[c]));
  for (; r < rows; ++r)
    for (size_t c = 0; c < kOut; ++c) sums[c] += d_logits[r * kOut + c];
}

template <size_t kIn, size_t kOut>
void backward(const SmallWeights& w, const float* x, const float* d_logits, size_t rows,
              float* scratch) {
  const SmallLayout layout{w.inputs, w.hidden, w.outputs};
  float* packed = scratch;
  float* gradient = scratch + layout.size();
  layout.pack(w, packed);
  // Two vectors of units, where there are registers for them.
  constexpr size_t kUnits = kManyRegisters && kIn + kOut <= 6 ? 2 : 1;
  const size_t end = layout.units();
  size_t j = 0;
  for (; j + kUnits * kLanes <= end; j += kUnits * kLanes)
    backward_units<kIn, kOut, kUnits>(layout, packed, x, d_logits, rows, gradient, j);
  for (; j < end; j += kLanes)
    backward_units<kIn, kOut, 1>(layout, packed, x, d_logits, rows, gradient, j);
  sum_output_gradients<kOut>(d_logits, rows, gradient + layout.b2());
}

// Calls with the numbers of inputs and outputs as constants.
template <size_t kIn, class Function>
HWY_INLINE void with_outputs(size_t outputs, const Function& function) {
  static_assert(kMostSmallColumns == 4);
  if (outputs == 1) function.template operator()<kIn, 1>();
  if (outputs == 2) function.template operator()<kIn, 2>();
  if (outputs == 3) function.template operator()<kIn, 3>();
  if (outputs == 4) function.template operator()<kIn, 4>();
}
template <class Function>
HWY_INLINE void with_columns(const SmallWeights& w, const Function& function) {
  if (w.inputs == 1) with_outputs<1>(w.outputs, function);
  if (w.inputs == 2) with_outputs<2>(w.outputs, function);
  if (w.inputs == 3) with_outputs<3>(w.outputs, function);
  if (w.inputs == 4) with_outputs<4>(w.outputs, function);
}

}  // namespace

size_t block_rows() { return kRowVectors * kLanes; }

void forward_any(const SmallWeights& w, const float* x, size_t rows, float* logits) {
  with_columns(w, [&]<size_t kIn, size_t kOut>() { forward<kIn, kOut>(w, x, rows, logits); });
}

void backward_any(const SmallWeights& w, const float* x, const float* d_logits, size_t rows,
                  float* scratch) {
  with_columns(
      w, [&]<size_t kIn, size_t kOut>() { backward<kIn, kOut>(w, x, d_logits, rows, scratch); });
}

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(block_rows);
HWY_EXPORT(forward_any);
HWY_EXPORT(backward_any);

size_t small_block_rows() { return HWY_DYNAMIC_DISPATCH(block_rows)(); }

size_t small_scratch_floats(const SmallWeights& w) {
  return 2 * SmallLayout{w.inputs, w.hidden, w.outputs}.size();
}

void small_forward(const SmallWeights& weights, const float* x, size_t rows, float* logits) {
  HWY_DYNAMIC_DISPATCH(forward_any)(weights, x, rows, logits);
}

void small_backward(const SmallWeights& weights, const float* x, const float* d_logits, size_t rows,
                    float* scratch) {
  HWY_DYNAMIC_DISPATCH(backward_any)(weights, x, d_logits, rows, scratch);
}

void small_collect(const SmallWeights& w, float* const* scratch, size_t parts,
                   const SmallGradients& gradients) {
  const SmallLayout layout{w.inputs, w.hidden, w.outputs};
  float* sum = scratch[0] + layout.size();
  for (size_t part = 1; part < parts; ++part)
    for (size_t i = 0; i < layout.size(); ++i) sum[i] += scratch[part][layout.size() + i];
  layout.unpack(sum, gradients);
}

}  // namespace logitbench::native
#endif
