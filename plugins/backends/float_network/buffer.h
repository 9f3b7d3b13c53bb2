// Zeroed floats that start on a cache line.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace logitbench::float_network {

inline constexpr size_t kLineFloats = 16;

class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(size_t count)
      : data_(static_cast<float*>(
            ::operator new(std::max<size_t>(count, 1) * sizeof(float), kAlignment))) {
    std::fill_n(data_.get(), count, 0.0f);
  }
  float* data() const { return data_.get(); }

 private:
  static constexpr std::align_val_t kAlignment{kLineFloats * sizeof(float)};
  struct Release {
    void operator()(float* data) const { ::operator delete(data, kAlignment); }
  };
  std::unique_ptr<float, Release> data_;
};

}  // namespace logitbench::float_network
