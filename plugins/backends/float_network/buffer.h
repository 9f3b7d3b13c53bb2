// Zeroed numbers that start on a cache line.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace logitbench::float_network {

inline constexpr size_t kLineFloats = 16;

template <class Number>
class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  explicit AlignedBuffer(size_t count)
      : data_(static_cast<Number*>(
            ::operator new(std::max<size_t>(count, 1) * sizeof(Number), kAlignment))) {
    std::fill_n(data_.get(), count, Number());
  }
  Number* data() const { return data_.get(); }

 private:
  static constexpr std::align_val_t kAlignment{kLineFloats * sizeof(float)};
  struct Release {
    void operator()(Number* data) const { ::operator delete(data, kAlignment); }
  };
  std::unique_ptr<Number, Release> data_;
};

using Buffer = AlignedBuffer<float>;
using HalfBuffer = AlignedBuffer<uint16_t>;  // bfloat16, as bits

}  // namespace logitbench::float_network
