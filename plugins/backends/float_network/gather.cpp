#include "gather.h"

#include <logitbench/error.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <type_traits>

#include <logitbench/bfloat16.h>

namespace logitbench::float_network {
namespace {

template <class Number>
Number as(float value) {
  if constexpr (std::is_same_v<Number, float>)
    return value;
  else
    return to_bfloat16(value);
}

// The quotient of a byte is no NaN.
inline float finished(float value, const float*) { return value; }
inline uint16_t finished(float value, const uint16_t*) {
  const auto bits = std::bit_cast<uint32_t>(value);
  return static_cast<uint16_t>((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

#if defined(__x86_64__)
template <class Number>
__attribute__((always_inline)) inline void multiply(const uint8_t* bytes, Number* numbers,
                                                    size_t count, float high, float low) {
  for (size_t i = 0; i < count; ++i) {
    const float byte = bytes[i];
    numbers[i] = finished(__builtin_fmaf(byte, high, byte * low), numbers);
  }
}
template <class Number>
__attribute__((target("avx512f,avx512bw,avx512vl,fma"))) void multiply_avx512(
    const uint8_t* bytes, Number* numbers, size_t count, float high, float low) {
  multiply(bytes, numbers, count, high, low);
}
template <class Number>
__attribute__((target("avx2,fma"))) void multiply_avx2(const uint8_t* bytes, Number* numbers,
                                                       size_t count, float high, float low) {
  multiply(bytes, numbers, count, high, low);
}
template <class Number>
using Multiply = void (*)(const uint8_t*, Number*, size_t, float, float);
template <class Number>
Multiply<Number> pick_multiply() {
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return multiply_avx512<Number>;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return multiply_avx2<Number>;
  return nullptr;
}
template <class Number>
const Multiply<Number> kMultiply = pick_multiply<Number>();
#else
template <class Number>
constexpr void (*kMultiply)(const uint8_t*, Number*, size_t, float, float) = nullptr;
#endif

template <class Number>
void convert_row(const uint8_t* bytes, Number* numbers, size_t count, const ByteScale& scale) {
  scale.convert(bytes, numbers, count);
}
template <class Number, class Stored>
void convert_row(const Stored* stored, Number* numbers, size_t count, const ByteScale& scale) {
  const float divisor = scale.divisor();
  if (divisor == 1.0f)
    for (size_t i = 0; i < count; ++i) numbers[i] = as<Number>(static_cast<float>(stored[i]));
  else
    for (size_t i = 0; i < count; ++i)
      numbers[i] = as<Number>(static_cast<float>(stored[i]) / divisor);
}

// Rows that follow each other in the dataset go together: a small row is not worth a loop.
void copy_rows(const std::vector<float>& stored, std::span<const uint32_t> rows, size_t size,
               float* to) {
  for (size_t first = 0, last; first < rows.size(); first = last) {
    for (last = first + 1; last < rows.size() && rows[last] == rows[last - 1] + 1;) ++last;
    to = std::copy_n(stored.data() + rows[first] * size, (last - first) * size, to);
  }
}

// Shuffled rows lie anywhere in memory, where the processor cannot foresee them.
constexpr size_t kRowsAhead = 4;
template <class Stored>
void prefetch(const Stored* row, size_t count) {
  constexpr size_t kLineBytes = 64;
  const char* bytes = reinterpret_cast<const char*>(row);
  for (size_t i = 0; i < count * sizeof(Stored); i += kLineBytes) __builtin_prefetch(bytes + i);
}

}  // namespace

ByteScale::ByteScale(float divisor)
    : divisor_(divisor),
      high_(1.0f / divisor),
      low_(static_cast<float>(1.0 / divisor - high_)),
      by_reciprocal_(kMultiply<float> != nullptr) {
  for (size_t byte = 0; byte < quotients_.size(); ++byte) {
    const float value = static_cast<float>(byte);
    quotients_[byte] = value / divisor;
    by_reciprocal_ = by_reciprocal_ && std::fma(value, high_, value * low_) == quotients_[byte];
  }
}

void ByteScale::convert(const uint8_t* bytes, float* values, size_t count) const {
  if (by_reciprocal_) {
    kMultiply<float>(bytes, values, count, high_, low_);
    return;
  }
  for (size_t i = 0; i < count; ++i) values[i] = quotients_[bytes[i]];
}

void ByteScale::convert(const uint8_t* bytes, uint16_t* bfloat16, size_t count) const {
  if (by_reciprocal_) {
    kMultiply<uint16_t>(bytes, bfloat16, count, high_, low_);
    return;
  }
  for (size_t i = 0; i < count; ++i) bfloat16[i] = to_bfloat16(quotients_[bytes[i]]);
}

void Gather::prepare(const Batch& batch) {
  const Features& features = *batch.features;
  for (uint32_t row : batch.rows)
    if (row >= features.rows)
      throw Error(ExitCode::runs_failed, "a batch asks for row " + std::to_string(row) + " of " +
                                             std::to_string(features.rows) + " samples");
  const float divisor = static_cast<float>(features.divisor);
  if (scale_.divisor() != divisor) scale_ = ByteScale(divisor);
}

template <class Number>
void Gather::convert(const Batch& batch, size_t first, size_t last, Number* numbers) const {
  const size_t size = batch.features->shape.size();
  if constexpr (std::is_same_v<Number, float>)
    if (const auto* floats = std::get_if<std::vector<float>>(&batch.features->values);
        floats != nullptr && scale_.divisor() == 1) {
      copy_rows(*floats, batch.rows.subspan(first, last - first), size, numbers);
      return;
    }
  std::visit(
      [&](const auto& stored) {
        const auto row = [&](size_t r) { return stored.data() + batch.rows[r] * size; };
        for (size_t r = first; r < std::min(first + kRowsAhead, last); ++r) prefetch(row(r), size);
        for (size_t r = first; r < last; ++r) {
          if (r + kRowsAhead < last) prefetch(row(r + kRowsAhead), size);
          convert_row(row(r), numbers + (r - first) * size, size, scale_);
        }
      },
      batch.features->values);
}

template <class Number>
void Gather::operator()(const Batch& batch, Number* numbers, Parallel& parallel) {
  constexpr size_t kGrainBytes = 16384;  // below it a thread costs more than it brings
  const size_t size = batch.features->shape.size();
  prepare(batch);
  parallel.over(batch.rows.size(), kGrainBytes / (size + 1) + 1, [&](size_t first, size_t last) {
    convert(batch, first, last, numbers + first * size);
  });
}

template void Gather::convert(const Batch&, size_t, size_t, float*) const;
template void Gather::convert(const Batch&, size_t, size_t, uint16_t*) const;
template void Gather::operator()(const Batch&, float*, Parallel&);
template void Gather::operator()(const Batch&, uint16_t*, Parallel&);

}  // namespace logitbench::float_network
