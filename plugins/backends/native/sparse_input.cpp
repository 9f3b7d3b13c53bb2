#include "sparse_input.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace logitbench::native {
namespace {

using float_network::Buffer;
using float_network::ByteScale;

size_t whole_groups(size_t count) { return (count + kGroupBytes - 1) / kGroupBytes; }

// A row lies anywhere in the dataset: it is asked for a few rows before it is read.
void prefetch(const uint8_t* bytes, size_t count) {
  constexpr size_t kLineBytes = 64;
  for (size_t i = 0; i < count; i += kLineBytes) __builtin_prefetch(bytes + i);
}

}  // namespace

bool SparseInput::suits(const Stage& stage, size_t max_batch) {
  constexpr size_t kNumbers = std::numeric_limits<uint32_t>::max() / 2;
  const size_t width = std::max(stage.outputs, kNarrowColumns);
  return stage.is_dense() && stage.inputs >= kGroupBytes && stage.inputs < (1u << 23) &&
         stage.inputs < kNumbers / width &&
         max_batch + kGroupBytes < kNumbers / (stage.inputs + 2 * kGroupBytes);
}

// A product by lists takes some three times as long for a byte as a dense one.
bool SparseInput::suits(const Batch& batch) {
  constexpr size_t kRowsLookedAt = 8;
  const auto* bytes = std::get_if<std::vector<uint8_t>>(&batch.features->values);
  if (bytes == nullptr) return false;
  const size_t size = batch.features->shape.size();
  const size_t rows = std::min(kRowsLookedAt, batch.rows.size());
  size_t found = 0;
  for (size_t r = 0; r < rows; ++r) found += count_nonzero(&(*bytes)[batch.rows[r] * size], size);
  return found * 3 <= rows * size;
}

SparseInput::SparseInput(const Stage& stage, size_t max_batch, size_t max_parts, bool rounded)
    : stage_(stage),
      rounded_(rounded),
      groups_(whole_groups(stage.inputs)),
      row_bytes_(groups_ * kGroupBytes),
      max_batch_(whole_groups(max_batch) * kGroupBytes),
      parts_(max_parts) {}

// Not before there is a batch that it suits.
void SparseInput::allocate() {
  bytes_.resize(max_batch_ * row_bytes_);
  lists_ = Lists(max_batch_, row_entries(), groups_);
  if (narrow()) padded_gradient_ = Buffer(row_bytes_ * kNarrowColumns);
  for (Part& part : parts_) {
    if (narrow()) {
      part.weight = Buffer(stage_.inputs * kNarrowColumns);
    } else {
      part.transposed.resize(kGroupBytes * max_batch_);
      part.lists = Lists(kGroupBytes, column_entries(), whole_groups(max_batch_));
    }
  }
}

void SparseInput::begin(const Batch& batch, size_t parts) {
  if (bytes_.empty()) allocate();
  const float divisor = static_cast<float>(batch.features->divisor);
  if (scale_.divisor() != divisor) scale_ = ByteScale(divisor);
  rows_ = batch.rows.size();
  padded_rows_ = whole_groups(rows_) * kGroupBytes;
  parts_used_ = parts;
  std::fill(bytes_.begin() + static_cast<ptrdiff_t>(rows_ * row_bytes_),
            bytes_.begin() + static_cast<ptrdiff_t>(padded_rows_ * row_bytes_), uint8_t{0});
}

void SparseInput::list_bytes(const uint8_t* bytes, size_t groups, size_t step, Lists& to,
                             size_t row, uint32_t first) {
  uint32_t* begins = &to.begins[row * (groups + 1)];
  list_nonzero(bytes, groups, static_cast<uint32_t>(step), scale_,
               {to.offsets.data(), to.values.data()}, first, begins);
  if (rounded_) round_to_bfloat16(1, begins[groups] - first, Block{to.values.data() + first, 0});
}

void SparseInput::list_rows(const std::vector<uint8_t>& samples, std::span<const uint32_t> order,
                            Range rows) {
  constexpr size_t kRowsAhead = 4;
  const size_t size = stage_.inputs;
  const size_t step = narrow() ? kNarrowColumns : stage_.outputs;
  uint32_t entry = static_cast<uint32_t>(rows.first * row_entries());
  for (size_t r = rows.first; r < rows.last; ++r) {
    if (r + kRowsAhead < rows.last) prefetch(&samples[order[r + kRowsAhead] * size], size);
    uint8_t* bytes = &bytes_[r * row_bytes_];
    std::memcpy(bytes, &samples[order[r] * size], size);
    list_bytes(bytes, groups_, step, lists_, r, entry);
    entry = lists_.begins[r * (groups_ + 1) + groups_];
  }
}

SparseRows SparseInput::rows_of(const Lists& lists, size_t groups) const {
  return {lists.offsets.data(), lists.values.data(), lists.begins.data(), groups + 1, groups};
}

bool SparseInput::forward_part(const Batch& batch, size_t index, Range rows) {
  Part& part = parts_[index];
  list_rows(std::get<std::vector<uint8_t>>(batch.features->values), batch.rows, rows);
  SparseProduct product;
  product.x = rows_of(lists_, groups_);
  product.matrix = stage_.weight;
  product.bias = stage_.parameters.bias;
  product.columns = stage_.outputs;
  product.relu = stage_.activation == ActivationKind::relu;
  if (narrow()) {
    copy_block(stage_.inputs, stage_.outputs, {stage_.weight, stage_.outputs},
               {part.weight.data(), kNarrowColumns});
    product.matrix = part.weight.data();
  }
  multiply_sparse(product, rows.first, rows.last, stage_.output());
  const size_t weights = stage_.inputs * stage_.outputs;
  const auto [first, last] = StaticRanges(weights, 1, parts_used_).range(index);
  return all_finite(1, last - first, {stage_.weight + first, weights});
}

// Neighbouring groups, so that each part has as many entries as can be; told by some rows.
Range SparseInput::groups_of(size_t part, size_t parts) const {
  constexpr size_t kRowsLookedAt = 32;
  const size_t stride = (rows_ + kRowsLookedAt - 1) / kRowsLookedAt;
  const auto entries_before = [&](size_t group) {
    size_t entries = 0;
    for (size_t r = 0; r < rows_; r += stride) {
      const uint32_t* begins = &lists_.begins[r * (groups_ + 1)];
      entries += begins[group] - begins[0];
    }
    return entries;
  };
  const size_t all = entries_before(groups_);
  const auto boundary = [&](size_t at) {
    if (at == 0 || at == parts) return at == 0 ? 0 : groups_;
    size_t group = 0;
    while (group < groups_ &&
           (entries_before(group) + entries_before(group + 1)) * parts <= 2 * all * at)
      ++group;
    return group;
  };
  return {boundary(part), boundary(part + 1)};
}

void SparseInput::gradient_part(size_t part, size_t parts, ConstBlock d_z) {
  const Range groups = groups_of(part, parts);
  if (narrow()) return narrow_gradient(groups, d_z);
  for (size_t g = groups.first; g < groups.last; ++g) wide_gradient(g, parts_[part], d_z);
}

void SparseInput::narrow_gradient(Range groups, ConstBlock d_z) {
  const size_t first = groups.first * kGroupBytes;
  const size_t last = std::min(groups.last * kGroupBytes, stage_.inputs);
  if (first >= last) return;
  float* padded = padded_gradient_.data();
  std::fill(padded + first * kNarrowColumns, padded + last * kNarrowColumns, 0.0f);
  add_outer_products(rows_of(lists_, groups_), rows_, groups.first, groups.last, d_z,
                     stage_.outputs, padded);
  copy_block(last - first, stage_.outputs, {padded + first * kNarrowColumns, kNarrowColumns},
             {stage_.parameters.d_weight + first * stage_.outputs, stage_.outputs});
}

// The gradient is a sparse product, too: of the transposed samples.
void SparseInput::wide_gradient(size_t group, Part& part, ConstBlock d_z) {
  transpose_group(&bytes_[group * kGroupBytes], row_bytes_, padded_rows_, part.transposed.data());
  const size_t first = group * kGroupBytes;
  const size_t inputs = std::min(kGroupBytes, stage_.inputs - first);
  const size_t groups = padded_rows_ / kGroupBytes;
  uint32_t entry = 0;
  for (size_t i = 0; i < inputs; ++i) {
    list_bytes(&part.transposed[i * padded_rows_], groups, d_z.stride, part.lists, i, entry);
    entry = part.lists.begins[i * (groups + 1) + groups];
  }
  SparseProduct product;
  product.x = rows_of(part.lists, groups);
  product.matrix = d_z.data;
  product.columns = stage_.outputs;
  multiply_sparse(product, 0, inputs,
                  {stage_.parameters.d_weight + first * stage_.outputs, stage_.outputs});
}

void SparseInput::convert(Range rows, float* x) const {
  const size_t size = stage_.inputs;
  for (size_t r = rows.first; r < rows.last; ++r)
    scale_.convert(&bytes_[r * row_bytes_], x + r * size, size);
  if (rounded_) round_to_bfloat16(1, rows.size() * size, Block{x + rows.first * size, 0});
}

}  // namespace logitbench::native
