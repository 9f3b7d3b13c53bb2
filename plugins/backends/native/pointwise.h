// What is done to numbers one by one, or column by column, on the calling thread. A block is rows
// of `columns` numbers, `stride` floats apart; NaN passes through.
#pragma once

#include <logitbench/layers.h>

#include <cstdint>

namespace logitbench::native {

struct Block {
  float* data = nullptr;
  size_t stride = 0;
  Block at(size_t row, size_t column) const { return {data + row * stride + column, stride}; }
};
struct ConstBlock {
  const float* data = nullptr;
  size_t stride = 0;
  ConstBlock() = default;
  ConstBlock(const float* first, size_t floats) : data(first), stride(floats) {}
  ConstBlock(const Block& block) : data(block.data), stride(block.stride) {}
  ConstBlock at(size_t row, size_t column) const { return {data + row * stride + column, stride}; }
};

// y = f(x). x and y may be the same.
void activate(ActivationKind kind, size_t rows, size_t columns, ConstBlock x, Block y);
// dx = dy · f'(x), told by y. dx and dy may be the same.
void multiply_by_slope(ActivationKind kind, size_t rows, size_t columns, ConstBlock y,
                       ConstBlock dy, Block dx);
void copy_block(size_t rows, size_t columns, ConstBlock from, Block to);
// sums[c] = Σr x[r][c]
void sum_rows(size_t rows, size_t columns, ConstBlock x, float* sums);
bool all_finite(size_t rows, size_t columns, ConstBlock x);

// To the nearest bfloat16.
void round_in_place(size_t rows, size_t columns, Block x);
void widen_bfloat16(const uint16_t* from, size_t count, float* to);

}  // namespace logitbench::native
