#include "gather.h"

#include <logitbench/error.h>

#include <cmath>
#include <string>

namespace logitbench::float_network {
namespace {

#if defined(__x86_64__)
__attribute__((always_inline)) inline void multiply(const uint8_t* bytes, float* values,
                                                    size_t count, float high, float low) {
  for (size_t i = 0; i < count; ++i) {
    const float byte = bytes[i];
    values[i] = __builtin_fmaf(byte, high, byte * low);
  }
}
__attribute__((target("avx512f,avx512bw,avx512vl,fma"))) void multiply_avx512(
    const uint8_t* bytes, float* values, size_t count, float high, float low) {
  multiply(bytes, values, count, high, low);
}
__attribute__((target("avx2,fma"))) void multiply_avx2(const uint8_t* bytes, float* values,
                                                       size_t count, float high, float low) {
  multiply(bytes, values, count, high, low);
}
using Multiply = void (*)(const uint8_t*, float*, size_t, float, float);
Multiply pick_multiply() {
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return multiply_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return multiply_avx2;
  return nullptr;
}
const Multiply kMultiply = pick_multiply();
#else
constexpr void (*kMultiply)(const uint8_t*, float*, size_t, float, float) = nullptr;
#endif

}  // namespace

ByteScale::ByteScale(float divisor)
    : divisor_(divisor),
      high_(1.0f / divisor),
      low_(static_cast<float>(1.0 / divisor - high_)),
      by_reciprocal_(kMultiply != nullptr) {
  for (size_t byte = 0; byte < quotients_.size(); ++byte) {
    const float value = static_cast<float>(byte);
    quotients_[byte] = value / divisor;
    by_reciprocal_ = by_reciprocal_ && std::fma(value, high_, value * low_) == quotients_[byte];
  }
}

void ByteScale::convert(const uint8_t* bytes, float* values, size_t count) const {
  if (by_reciprocal_) {
    kMultiply(bytes, values, count, high_, low_);
    return;
  }
  for (size_t i = 0; i < count; ++i) values[i] = quotients_[bytes[i]];
}

void Gather::prepare(const Batch& batch) {
  for (uint32_t row : batch.rows)
    if (row >= batch.features->rows)
      throw Error(ExitCode::runs_failed, "a batch asks for row " + std::to_string(row) + " of " +
                                             std::to_string(batch.features->rows) + " samples");
  const float divisor = static_cast<float>(batch.features->divisor);
  if (std::holds_alternative<std::vector<uint8_t>>(batch.features->values) &&
      scale_.divisor() != divisor)
    scale_ = ByteScale(divisor);
}

void Gather::convert(const Batch& batch, size_t first, size_t last, float* values) const {
  const Features& features = *batch.features;
  const size_t size = features.shape.size();
  const float divisor = static_cast<float>(features.divisor);
  if (const auto* bytes = std::get_if<std::vector<uint8_t>>(&features.values)) {
    for (size_t r = first; r < last; ++r, values += size)
      scale_.convert(bytes->data() + batch.rows[r] * size, values, size);
    return;
  }
  const auto convert_reals = [&](const auto* reals) {
    for (size_t r = first; r < last; ++r, values += size) {
      const auto* row = reals + batch.rows[r] * size;
      if (divisor == 1.0f)
        for (size_t i = 0; i < size; ++i) values[i] = static_cast<float>(row[i]);
      else
        for (size_t i = 0; i < size; ++i) values[i] = static_cast<float>(row[i]) / divisor;
    }
  };
  if (const auto* floats = std::get_if<std::vector<float>>(&features.values))
    convert_reals(floats->data());
  else
    convert_reals(std::get<std::vector<double>>(features.values).data());
}

void Gather::operator()(const Batch& batch, float* values, Parallel& parallel) {
  constexpr size_t kGrainBytes = 16384;  // below it a thread costs more than it brings
  prepare(batch);
  const size_t size = batch.features->shape.size();
  parallel.over(batch.rows.size(), kGrainBytes / (size + 1) + 1, [&](size_t first, size_t last) {
    convert(batch, first, last, values + first * size);
  });
}

}  // namespace logitbench::float_network
