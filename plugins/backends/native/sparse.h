// Products with rows of bytes that are mostly zero, by lists of the bytes that are not: a zero adds
// nothing to finite numbers. On the calling thread.
#pragma once

#include <float_network/gather.h>

#include <cstdint>

#include "pointwise.h"

namespace logitbench::native {

// Rows of bytes are looked at in groups of so many, and padded with zeros to whole groups.
inline constexpr size_t kGroupBytes = 64;

// Where a vector is stored, it may write so many entries too many.
inline constexpr size_t kSpareEntries = 16;

// The bytes that are not zero, in order: of byte i, value = byte / divisor and offset = i * step.
struct Entries {
  uint32_t* offsets = nullptr;
  float* values = nullptr;
};

size_t count_nonzero(const uint8_t* bytes, size_t count);

// Lists `groups` groups of bytes from entry `first` on. Writes the number of the first entry of
// each group to begins[0 ... groups - 1], and the end to begins[groups].
void list_nonzero(const uint8_t* bytes, size_t groups, uint32_t step,
                  const float_network::ByteScale& scale, Entries to, uint32_t first,
                  uint32_t* begins);

// Row r of a list has the entries begins[r * begins_stride + group] and following.
struct SparseRows {
  const uint32_t* offsets = nullptr;
  const float* values = nullptr;
  const uint32_t* begins = nullptr;
  size_t begins_stride = 0;
  size_t groups = 0;
};

// to[j][i] = from[i][j] for kGroupBytes columns j; `rows` a multiple of 16, `to` [.][rows].
void transpose_group(const uint8_t* from, size_t from_stride, size_t rows, uint8_t* to);

// The rows of `matrix` are read in whole vectors, which may reach 15 floats behind the last.
struct SparseProduct {
  SparseRows x;                   // offsets by the stride of `matrix`
  const float* matrix = nullptr;  // [inputs][columns]
  const float* bias = nullptr;    // [columns], readable up to a multiple of 16; null: none
  size_t columns = 0;
  bool relu = false;
};
// y[r] = bias + x[r] · matrix, for rows [first, last).
void multiply_sparse(const SparseProduct& product, size_t first, size_t last, Block y);

}  // namespace logitbench::native
