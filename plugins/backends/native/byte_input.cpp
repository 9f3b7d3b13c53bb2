#include "byte_input.h"

#include <logitbench/parallel.h>

#include <algorithm>
#include <limits>

#include "narrow_input.h"
#include "sparse_input.h"

namespace logitbench::native {
namespace {

size_t whole_groups(size_t count) { return (count + kGroupBytes - 1) / kGroupBytes * kGroupBytes; }

// A row lies anywhere in the dataset: it is asked for some rows before it is read. Into the second
// cache: the first has no place for so many lines on their way.
void prefetch(const uint8_t* bytes, size_t count) {
  constexpr size_t kLineBytes = 64;
  constexpr int kForReading = 0, kSecondCache = 2;
  for (size_t i = 0; i < count; i += kLineBytes)
    __builtin_prefetch(bytes + i, kForReading, kSecondCache);
}

}  // namespace

// Leaving zeros out costs some three times as much for a byte as taking all.
bool ByteInput::suits(const Batch& batch) {
  constexpr size_t kRowsLookedAt = 4;
  const auto* bytes = std::get_if<std::vector<uint8_t>>(&batch.features->values);
  if (bytes == nullptr) return false;
  const size_t size = batch.features->shape.size();
  const size_t rows = std::min(kRowsLookedAt, batch.rows.size());
  size_t found = 0;
  for (size_t r = 0; r < rows; ++r) found += count_nonzero(&(*bytes)[batch.rows[r] * size], size);
  return found * 3 <= rows * size;
}

float_network::DenseLayout ByteInput::layout_of(const NetworkSpec& spec,
                                                const ParameterBlock& weight) {
  for (size_t i = 0; i < weight.layer; ++i)
    if (!std::holds_alternative<Flatten>(spec.layers[i])) return {};
  return NarrowInput::suits(weight.inputs, weight.outputs)
             ? NarrowInput::layout(spec.input, weight.outputs)
             : float_network::DenseLayout();
}

std::unique_ptr<ByteInput> ByteInput::make(const Shape& input, const Stage& stage, size_t max_batch,
                                           size_t max_parts, bool rounded) {
  // Entries are numbered in 32 bits, and a byte of a row in 23.
  constexpr size_t kNumbers = std::numeric_limits<uint32_t>::max() / 2;
  if (!stage.is_dense() || stage.inputs < kGroupBytes) return nullptr;
  if (NarrowInput::suits(stage.inputs, stage.outputs))
    return std::make_unique<NarrowInput>(input, stage, max_batch, max_parts, rounded);
  if (stage.inputs >= (1u << 23) || stage.inputs >= kNumbers / stage.outputs ||
      max_batch + kGroupBytes >= kNumbers / (stage.inputs + 2 * kGroupBytes))
    return nullptr;
  return std::make_unique<SparseInput>(stage, max_batch, max_parts, rounded);
}

ByteInput::ByteInput(const Stage& stage, size_t max_batch, bool rounded)
    : stage_(stage),
      rounded_(rounded),
      row_bytes_(whole_groups(stage.inputs)),
      max_rows_(whole_groups(max_batch)) {}

void ByteInput::begin(const Batch& batch) {
  if (bytes_.empty()) {  // not before there is a batch that it suits
    bytes_.resize(max_rows_ * row_bytes_);
    allocate();
  }
  const float divisor = static_cast<float>(batch.features->divisor);
  if (scale_.divisor() != divisor) scale_ = float_network::ByteScale(divisor);
  rows_ = batch.rows.size();
  padded_rows_ = whole_groups(rows_);
  std::fill_n(bytes_.data() + rows_ * row_bytes_, (padded_rows_ - rows_) * row_bytes_, uint8_t{0});
}

bool ByteInput::forward_part(const Batch& batch, size_t part, size_t parts, Range rows) {
  constexpr size_t kRowsAhead = 8;
  const auto& samples = std::get<std::vector<uint8_t>>(batch.features->values);
  const size_t size = stage_.inputs;
  const size_t step = std::min(rows_at_a_time(), rows.size());
  for (size_t first = rows.first; first < rows.last; first += step) {
    const size_t last = std::min(first + step, rows.last);
    for (size_t r = first; r < last; ++r) {
      if (r + kRowsAhead < rows.last) prefetch(&samples[batch.rows[r + kRowsAhead] * size], size);
      take_row(&samples[batch.rows[r] * size], r);
    }
    multiply_rows(part, {first, last});
  }
  const size_t weights = stage_.parameters.weight_size;
  const Range mine = share(weights, part, parts);
  return all_finite(1, mine.size(), {stage_.stored_weight + mine.first, weights});
}

void ByteInput::convert(float* x) const {
  const size_t size = stage_.inputs;
  std::vector<uint8_t> sample(size);
  for (size_t r = 0; r < rows_; ++r) {
    for (size_t i = 0; i < size; ++i) sample[i] = bytes_[r * row_bytes_ + place(i)];
    scale_.convert(sample.data(), x + r * size, size);
  }
  if (rounded_) round_in_place(1, rows_ * size, Block{x, 0});
}

}  // namespace logitbench::native
