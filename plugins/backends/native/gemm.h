// Products of matrices on the calling thread: C = finish(A B + bias), in blocks that stay in the
// registers, B packed in panels that are read in order.
#pragma once

#include <cstddef>

namespace logitbench::native {

// Strides and sizes in floats. `bias` and `y` are readable up to a multiple of 16 columns.
struct Product {
  enum class Finish { none, relu, relu_slope };

  size_t rows = 0;
  size_t columns = 0;
  size_t depth = 0;
  const float* a = nullptr;  // element (m, k) at a[m * a_row + k * a_depth]
  size_t a_row = 0;
  size_t a_depth = 1;
  const float* panels = nullptr;  // B as pack or pack_transposed leaves it
  const float* bias = nullptr;    // [columns]; null: none
  float* c = nullptr;             // element (m, n) at c[m * c_row + n]
  size_t c_row = 0;
  Finish finish = Finish::none;
  const float* y = nullptr;  // relu_slope: C is zero where y <= 0
  size_t y_row = 0;
};
void multiply(const Product& product);

size_t panel_columns();
// Floats that the panels of [depth][columns] take.
size_t packed_size(size_t depth, size_t columns);
// Element (k, n) at b[k * stride + n].
void pack(const float* b, size_t stride, size_t depth, size_t columns, float* panels);
// Element (k, n) at b[n * stride + k].
void pack_transposed(const float* b, size_t stride, size_t depth, size_t columns, float* panels);

}  // namespace logitbench::native
