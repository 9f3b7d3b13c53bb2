#include "sparse.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/sparse.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

// Vectors of columns that are taken at a time: 64 rows of the matrix by these stay in the first
// cache, 64 x 4 x 64 bytes with AVX-512.
constexpr size_t kVectors = 4;

// sums[v] += Σ value · matrix[offset + v * kLanes], over entries [first, last).
template <size_t kCount>
HWY_INLINE void accumulate(const uint32_t* offsets, const float* values, size_t first, size_t last,
                           const float* matrix, FloatVector (&sums)[kCount]) {
  constexpr Floats d;
  for (size_t e = first; e < last; ++e) {
    const float* row = matrix + offsets[e];
    const FloatVector value = hn::Set(d, values[e]);
    for (size_t v = 0; v < kCount; ++v)
      sums[v] = hn::MulAdd(value, hn::LoadU(d, row + v * kLanes), sums[v]);
  }
}

// Calls with the number of vectors, 1 to kMost, as a constant.
template <size_t kMost, class Function>
HWY_INLINE void with_vectors(size_t columns, const Function& function) {
  const size_t vectors = (columns + kLanes - 1) / kLanes;
  if (vectors <= 1) return function(std::integral_constant<size_t, 1>());
  if (vectors == 2) return function(std::integral_constant<size_t, std::min<size_t>(kMost, 2)>());
  if (vectors == 3) return function(std::integral_constant<size_t, std::min<size_t>(kMost, 3)>());
  function(std::integral_constant<size_t, kMost>());
}

// Columns [column, column + kCount vectors), group after group of the entries for all rows.
template <size_t kCount>
void multiply_columns(const SparseProduct& p, size_t first, size_t last, size_t column, Block y) {
  constexpr Floats d;
  const size_t columns = p.columns - column;
  for (size_t g = 0; g < p.x.groups; ++g)
    for (size_t r = first; r < last; ++r) {
      const uint32_t* begins = p.x.begins + r * p.x.begins_stride + g;
      const bool finishes = g + 1 == p.x.groups;
      if (begins[0] == begins[1] && g > 0 && !finishes) continue;
      float* to = y.at(r, column).data;
      FloatVector sums[kCount];
      for (size_t v = 0; v < kCount; ++v) {
        if (g > 0)
          sums[v] = load_part(to + v * kLanes, columns - v * kLanes);
        else
          sums[v] = p.bias == nullptr ? hn::Zero(d) : hn::LoadU(d, p.bias + column + v * kLanes);
      }
      accumulate(p.x.offsets, p.x.values, begins[0], begins[1], p.matrix + column, sums);
      for (size_t v = 0; v < kCount; ++v)
        store_part(finishes && p.relu ? relu(sums[v]) : sums[v], to + v * kLanes,
                   columns - v * kLanes);
    }
}

void multiply_sparse(const SparseProduct& p, size_t first, size_t last, Block y) {
  for (size_t column = 0; column < p.columns; column += kVectors * kLanes)
    with_vectors<kVectors>(p.columns - column, [&](auto count) {
      multiply_columns<count()>(p, first, last, column, y);
    });
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(multiply_sparse);

void multiply_sparse(const SparseProduct& product, size_t first, size_t last, Block y) {
  HWY_DYNAMIC_DISPATCH(multiply_sparse)(product, first, last, y);
}

}  // namespace logitbench::native
#endif  // HWY_ONCE
