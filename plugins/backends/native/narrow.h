// Products of rows of bytes, mostly zero, with few columns: bytes in the lanes of a register,
// blocks of bytes that are all zero left out. On the calling thread.
#pragma once

#include <cstdint>

#include "pointwise.h"

namespace logitbench::native {

inline constexpr size_t kBlockBytes = 16;
// More columns would not stay in the registers.
inline constexpr size_t kNarrowColumns = 16;

inline size_t blocks_for(size_t bytes) { return (bytes + kBlockBytes - 1) / kBlockBytes; }
inline size_t block_words_for(size_t bytes) { return (blocks_for(bytes) + 63) / 64; }

// Rows of bytes, padded with zeros to whole blocks, and for each row a bit for each block that is
// not all zero. `divisor` is applied to the sums, unless the single quotients are to be rounded to
// bfloat16.
struct BlockRows {
  const uint8_t* bytes = nullptr;
  const uint64_t* blocks = nullptr;  // [rows][row_words()]
  size_t row_bytes = 0;              // from one row to the next
  size_t count = 0;                  // bytes of a row
  float divisor = 1;
  bool rounded = false;

  size_t row_words() const { return block_words_for(count); }
};

// A weight or its gradient lies as the products go through it, block by block:
// [blocks][columns][kBlockBytes]. Its floats, and where the one of byte i and column c is:
inline size_t blocked_size(size_t bytes, size_t columns) {
  return blocks_for(bytes) * columns * kBlockBytes;
}
inline size_t blocked_place(size_t i, size_t c, size_t columns) {
  return (i / kBlockBytes * columns + c) * kBlockBytes + i % kBlockBytes;
}

// y[r] = bias + x[r] · weight, for rows [first, last); `bias` [columns].
struct NarrowProduct {
  BlockRows x;
  const float* weight = nullptr;  // blocked, on a cache line
  const float* bias = nullptr;
  size_t columns = 0;
  bool relu = false;
};
void multiply_narrow(const NarrowProduct& product, size_t first, size_t last, Block y);

// gradient[i][c] = Σr x[r][i] dy[r][c] over rows [first, last), blocked, not yet divided.
void narrow_gradient(const BlockRows& x, size_t first, size_t last, ConstBlock dy, size_t columns,
                     float* gradient);
// sum[i] = Σp gradients[p][i] / divisor for i in [first, last), both multiples of kBlockBytes.
void sum_gradients(const BlockRows& x, const float* const* gradients, size_t count, size_t first,
                   size_t last, float* sum);

}  // namespace logitbench::native
