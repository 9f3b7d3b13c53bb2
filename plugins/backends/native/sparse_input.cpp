#include "sparse_input.h"

#include <algorithm>
#include <cstring>

namespace logitbench::native {
namespace {

size_t groups_in(size_t row_bytes) { return row_bytes / kGroupBytes; }

SparseRows rows_of(const uint32_t* offsets, const float* values, const uint32_t* begins,
                   size_t row_bytes) {
  const size_t groups = groups_in(row_bytes);
  return {offsets, values, begins, groups + 1, groups};
}

}  // namespace

SparseInput::Lists::Lists(size_t rows, size_t row_bytes)
    : offsets(rows * (row_bytes + kSpareEntries)),
      values(rows * (row_bytes + kSpareEntries)),
      begins(rows * (groups_in(row_bytes) + 1)) {}

void SparseInput::allocate() {
  lists_ = Lists(max_rows_, row_bytes_);
  for (Part& part : parts_) {
    part.transposed.resize(kGroupBytes * max_rows_);
    part.lists = Lists(kGroupBytes, max_rows_);
  }
}

void SparseInput::list(const uint8_t* bytes, size_t row_bytes, size_t step, Lists& to, size_t row,
                       uint32_t first_entry) {
  const size_t groups = groups_in(row_bytes);
  uint32_t* begins = &to.begins[row * (groups + 1)];
  list_nonzero(bytes, groups, static_cast<uint32_t>(step), scale_,
               {to.offsets.data(), to.values.data()}, first_entry, begins);
  if (rounded_) round_in_place(1, begins[groups] - first_entry, Block{&to.values[first_entry], 0});
}

void SparseInput::take_row(const uint8_t* sample, size_t r) {
  std::memcpy(row(r), sample, stage_.inputs);
  list(row(r), row_bytes_, stage_.outputs, lists_, r,
       static_cast<uint32_t>(r * (row_bytes_ + kSpareEntries)));
}

void SparseInput::multiply_rows(size_t, Range rows) {
  SparseProduct product;
  product.x =
      rows_of(lists_.offsets.data(), lists_.values.data(), lists_.begins.data(), row_bytes_);
  product.matrix = stage_.weight;
  product.bias = stage_.parameters.bias;
  product.columns = stage_.outputs;
  product.relu = stage_.activation == ActivationKind::relu;
  multiply_sparse(product, rows.first, rows.last, stage_.output());
}

// Neighbouring groups, so that each part has as many entries as can be; told by some rows.
Range SparseInput::groups_of(size_t part, size_t parts) const {
  constexpr size_t kRowsLookedAt = 32;
  const size_t groups = groups_in(row_bytes_);
  const size_t stride = (rows_ + kRowsLookedAt - 1) / kRowsLookedAt;
  const auto entries_before = [&](size_t group) {
    size_t entries = 0;
    for (size_t r = 0; r < rows_; r += stride) {
      const uint32_t* begins = &lists_.begins[r * (groups + 1)];
      entries += begins[group] - begins[0];
    }
    return entries;
  };
  const size_t all = entries_before(groups);
  const auto boundary = [&](size_t at) {
    if (at == 0 || at == parts) return at == 0 ? 0 : groups;
    size_t group = 0;
    while (group < groups &&
           (entries_before(group) + entries_before(group + 1)) * parts <= 2 * all * at)
      ++group;
    return group;
  };
  return {boundary(part), boundary(part + 1)};
}

void SparseInput::gradient_part(size_t part, size_t parts, ConstBlock d_z) {
  const Range groups = groups_of(part, parts);
  for (size_t g = groups.first; g < groups.last; ++g) gradient_of_group(g, parts_[part], d_z);
}

// The gradient is a sparse product, too: of the transposed samples.
void SparseInput::gradient_of_group(size_t group, Part& part, ConstBlock d_z) {
  const size_t first = group * kGroupBytes;
  const size_t inputs = std::min(kGroupBytes, stage_.inputs - first);
  const size_t groups = groups_in(padded_rows_);
  transpose_group(&bytes_[first], row_bytes_, padded_rows_, part.transposed.data());
  uint32_t entry = 0;
  for (size_t i = 0; i < inputs; ++i) {
    list(&part.transposed[i * padded_rows_], padded_rows_, d_z.stride, part.lists, i, entry);
    entry = part.lists.begins[i * (groups + 1) + groups];
  }
  SparseProduct product;
  product.x = rows_of(part.lists.offsets.data(), part.lists.values.data(), part.lists.begins.data(),
                      padded_rows_);
  product.matrix = d_z.data;
  product.columns = stage_.outputs;
  multiply_sparse(product, 0, inputs,
                  {stage_.parameters.d_weight + first * stage_.outputs, stage_.outputs});
}

}  // namespace logitbench::native
