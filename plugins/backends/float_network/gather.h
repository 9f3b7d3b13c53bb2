// The rows of a batch, from wherever they lie in the dataset, as float or bfloat16.
#pragma once

#include <logitbench/parallel.h>
#include <logitbench/views.h>

#include <array>

namespace logitbench::float_network {

// (float)byte / (float)divisor, to the bit; as bfloat16 that quotient, rounded.
class ByteScale {
 public:
  explicit ByteScale(float divisor);
  float divisor() const { return divisor_; }
  void convert(const uint8_t* bytes, float* values, size_t count) const;
  void convert(const uint8_t* bytes, uint16_t* bfloat16, size_t count) const;

  const float* quotients() const { return quotients_.data(); }  // of each byte
  // The reciprocal in two parts: fma(byte, high, byte · low) is the quotient, correctly rounded, if
  // it was found so for all bytes. Vectors do this faster than they divide or look up.
  bool by_reciprocal() const { return by_reciprocal_; }
  float high() const { return high_; }
  float low() const { return low_; }

 private:
  float divisor_;
  std::array<float, 256> quotients_;
  float high_;
  float low_;
  bool by_reciprocal_;
};

// Number: float, or uint16_t for bfloat16.
class Gather {
 public:
  // Writes batch.rows.size() × shape.size() numbers. Throws Error for a row that does not exist.
  template <class Number>
  void operator()(const Batch& batch, Number* numbers, Parallel& parallel);

  // The same in steps, for loops of one's own: first `prepare`, which throws for a row that does
  // not exist, then rows [first, last) on any thread.
  void prepare(const Batch& batch);
  template <class Number>
  void convert(const Batch& batch, size_t first, size_t last, Number* numbers) const;

 private:
  ByteScale scale_{1.0f};
};

}  // namespace logitbench::float_network
