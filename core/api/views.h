// Row-major views and the data a batch is made of. Views own nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace logitbench {

template <class T>
struct MatrixView {
  T* data = nullptr;
  size_t rows = 0;
  size_t columns = 0;

  std::span<T> row(size_t r) const { return {data + r * columns, columns}; }
  std::span<T> all() const { return {data, rows * columns}; }
  T& at(size_t r, size_t c) const { return data[r * columns + c]; }
  bool empty() const { return data == nullptr; }
  operator MatrixView<const T>() const { return {data, rows, columns}; }
};

// What a backend computes in: float (most) or double (the yardstick).
using RealMatrix = std::variant<MatrixView<float>, MatrixView<double>>;
using RealSpan = std::variant<std::span<float>, std::span<double>>;

// Shape of one sample: an image is channels × height × width, stored [height][width][channels]
// (one channel is all that today's datasets have); a feature vector of n is 1 × 1 × n.
struct Shape {
  size_t channels = 1;
  size_t height = 1;
  size_t width = 1;

  size_t size() const { return channels * height * width; }
  friend bool operator==(const Shape&, const Shape&) = default;
};

// All samples of a split, [rows][shape.size()]. A stored number v stands for v / divisor: images stay
// 8-bit in memory (divisor 255 for unit pixels, 1 for raw ones) and are converted as they are used;
// in float the quotient is (float)v / (float)divisor, as PyTorch's x.float()/255 rounds it.
struct Features {
  Shape shape;
  size_t rows = 0;
  std::variant<std::vector<uint8_t>, std::vector<float>, std::vector<double>> values;
  double divisor = 1.0;
};

// One class index per row, or one row of real weights (one-hot, soft, or not normalized at all).
struct Targets {
  std::vector<int32_t> classes;  // [rows], each in [0, K); empty where `weights` are given
  std::vector<double> weights;   // [rows][K]; empty where `classes` are given
};

// The targets of one batch. Exactly one of the two is not empty.
struct TargetsView {
  std::span<const int32_t> classes;
  MatrixView<const double> weights;
};

// Some rows of a split, in the order given.
struct Batch {
  const Features* features = nullptr;
  std::span<const uint32_t> rows;
};

}  // namespace logitbench
