// Products of rows of bytes, mostly zero, with few columns: bytes in the lanes of a register,
// blocks of bytes that are all zero left out. On the calling thread.
#pragma once

#include <cstdint>

#include "pointwise.h"

namespace logitbench::native {

inline constexpr size_t kBlockBytes = 16;
// More columns would not stay in the registers.
inline constexpr size_t kNarrowColumns = 16;

// Rows of bytes, padded with zeros to a multiple of 64, and for each row a bit for each block that
// is not all zero. `divisor` is applied to the sums, unless the single quotients are to be rounded
// to bfloat16.
struct BlockRows {
  const uint8_t* bytes = nullptr;
  const uint64_t* blocks = nullptr;  // [rows][row_words()]
  size_t row_bytes = 0;
  float divisor = 1;
  bool rounded = false;

  static size_t words_for(size_t row_bytes) { return (row_bytes / kBlockBytes + 63) / 64; }
  size_t row_words() const { return words_for(row_bytes); }
};

// Copies `count` bytes and writes the bits of their blocks.
void copy_row(const uint8_t* from, size_t count, uint8_t* to, uint64_t* blocks);

// Columns are taken two by two: an odd number has one to spare, of which nothing comes out.
inline bool has_spare_columns(size_t columns) { return columns % 2 != 0; }

// Floats of a matrix [columns][row_bytes], as the functions below take it.
size_t transposed_size(size_t columns, size_t row_bytes);
// to[c][i] = from[i][c]
void transpose_columns(const float* from, size_t inputs, size_t columns, size_t row_bytes,
                       float* to);

// y[r] = bias + x[r] · weight, for rows [first, last); `bias` [columns].
struct NarrowProduct {
  BlockRows x;
  const float* transposed_weight = nullptr;
  const float* bias = nullptr;
  size_t columns = 0;
  bool relu = false;
};
void multiply_narrow(const NarrowProduct& product, size_t first, size_t last, Block y);

// gradient[c][i] = Σr x[r][i] dy[r][c] over rows [first, last), not yet divided.
void narrow_gradient(const BlockRows& x, size_t first, size_t last, ConstBlock dy, size_t columns,
                     float* gradient);
// d_weight[i][c] = Σp gradients[p][c][i] / divisor for inputs i in [first, last), `first` a
// multiple of kBlockBytes.
void sum_gradients(const BlockRows& x, const float* const* gradients, size_t count, size_t first,
                   size_t last, size_t columns, float* d_weight);

}  // namespace logitbench::native
