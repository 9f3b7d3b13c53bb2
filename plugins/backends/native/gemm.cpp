#include "gemm.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/gemm.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

// A block of kRows x kVectors accumulators, as the registers allow.
constexpr size_t kRows = 6;
constexpr size_t kVectors = kManyRegisters ? 4 : 2;
constexpr size_t kPanel = kVectors * kLanes;

HWY_INLINE FloatVector finish(const Product& p, FloatVector c, size_t m, size_t n) {
  switch (p.finish) {
    case Product::Finish::none:
      return c;
    case Product::Finish::relu:
      return relu(c);
    case Product::Finish::relu_slope:
      break;
  }
  return through_relu(hn::LoadU(Floats(), p.y + m * p.y_row + n), c);
}

// Rows [first, first + kRows) by kVectorsHere vectors of columns from `column`. Rows beyond the
// last are computed from the last one and not stored.
template <size_t kVectorsHere>
HWY_INLINE void multiply_block(const Product& p, size_t first, size_t column, const float* panel) {
  constexpr Floats d;
  FloatVector c[kRows][kVectorsHere];
  for (size_t v = 0; v < kVectorsHere; ++v) {
    const FloatVector start =
        p.bias == nullptr ? hn::Zero(d) : hn::LoadU(d, p.bias + column + v * kLanes);
    for (size_t m = 0; m < kRows; ++m) c[m][v] = start;
  }
  const float* a[kRows];
  for (size_t m = 0; m < kRows; ++m) a[m] = p.a + std::min(first + m, p.rows - 1) * p.a_row;
  size_t at = 0;
  for (size_t k = 0; k < p.depth; ++k) {
    FloatVector b[kVectorsHere];
    for (size_t v = 0; v < kVectorsHere; ++v) b[v] = hn::LoadU(d, panel + v * kLanes);
    for (size_t m = 0; m < kRows; ++m) {
      const FloatVector x = hn::Set(d, a[m][at]);
      for (size_t v = 0; v < kVectorsHere; ++v) c[m][v] = hn::MulAdd(x, b[v], c[m][v]);
    }
    panel += kVectorsHere * kLanes;
    at += p.a_depth;
  }
  for (size_t m = 0; m < kRows && first + m < p.rows; ++m)
    for (size_t v = 0; v < kVectorsHere; ++v) {
      const size_t n = column + v * kLanes;
      store_part(finish(p, c[m][v], first + m, n), p.c + (first + m) * p.c_row + n, p.columns - n);
    }
}

template <size_t kVectorsHere>
void multiply_panel(const Product& p, size_t column, const float* panel) {
  for (size_t first = 0; first < p.rows; first += kRows)
    multiply_block<kVectorsHere>(p, first, column, panel);
}

size_t vectors_of_panel(size_t columns, size_t column) {
  return std::min(kVectors, (columns - column + kLanes - 1) / kLanes);
}

void multiply(const Product& p) {
  const float* panel = p.panels;
  for (size_t column = 0; column < p.columns; column += kPanel, panel += kPanel * p.depth) {
    switch (vectors_of_panel(p.columns, column)) {
      case 1:
        multiply_panel<1>(p, column, panel);
        break;
      case 2:
        multiply_panel<2>(p, column, panel);
        break;
      case 3:
        multiply_panel<std::min<size_t>(3, kVectors)>(p, column, panel);
        break;
      default:
        multiply_panel<kVectors>(p, column, panel);
    }
  }
}

size_t panel_columns() { return kPanel; }

size_t packed_size(size_t depth, size_t columns) {
  return depth * ((columns + kLanes - 1) / kLanes * kLanes);
}

void pack(const float* b, size_t stride, size_t depth, size_t columns, float* panels) {
  constexpr Floats d;
  for (size_t column = 0; column < columns; column += kPanel, panels += kPanel * depth) {
    const size_t width = vectors_of_panel(columns, column) * kLanes;
    for (size_t k = 0; k < depth; ++k)
      for (size_t n = 0; n < width; n += kLanes)
        hn::StoreU(load_part(b + k * stride + column + n, columns - column - n), d,
                   panels + k * width + n);
  }
}

void pack_transposed(const float* b, size_t stride, size_t depth, size_t columns, float* panels) {
  constexpr size_t kBlock = 16;  // of depth: a cache line of each column at a time
  for (size_t column = 0; column < columns; column += kPanel, panels += kPanel * depth) {
    const size_t width = vectors_of_panel(columns, column) * kLanes;
    const size_t given = std::min(columns - column, width);
    for (size_t first = 0; first < depth; first += kBlock) {
      const size_t last = std::min(first + kBlock, depth);
      for (size_t n = 0; n < given; ++n)
        for (size_t k = first; k < last; ++k) panels[k * width + n] = b[(column + n) * stride + k];
      for (size_t k = first; k < last; ++k)
        for (size_t n = given; n < width; ++n) panels[k * width + n] = 0.0f;
    }
  }
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(multiply);
HWY_EXPORT(panel_columns);
HWY_EXPORT(packed_size);
HWY_EXPORT(pack);
HWY_EXPORT(pack_transposed);

void multiply(const Product& product) { HWY_DYNAMIC_DISPATCH(multiply)(product); }
size_t panel_columns() { return HWY_DYNAMIC_DISPATCH(panel_columns)(); }
size_t packed_size(size_t depth, size_t columns) {
  return HWY_DYNAMIC_DISPATCH(packed_size)(depth, columns);
}
void pack(const float* b, size_t stride, size_t depth, size_t columns, float* panels) {
  HWY_DYNAMIC_DISPATCH(pack)(b, stride, depth, columns, panels);
}
void pack_transposed(const float* b, size_t stride, size_t depth, size_t columns, float* panels) {
  HWY_DYNAMIC_DISPATCH(pack_transposed)(b, stride, depth, columns, panels);
}

}  // namespace logitbench::native
#endif  // HWY_ONCE
