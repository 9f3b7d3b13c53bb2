#include <algorithm>
#include <cmath>

#include "layer.h"

namespace logitbench::reference {
namespace {

// NaN passes through all three, and its gradient with it.
double activate(ActivationKind kind, double x) {
  switch (kind) {
    case ActivationKind::relu:
      return x <= 0 ? 0 : x;
    case ActivationKind::sigmoid:
      return 1 / (1 + std::exp(-x));
    case ActivationKind::tanh:
      return std::tanh(x);
  }
  throw ConfigError("backend reference: unknown activation");
}

// dy/dx, from y.
double slope(ActivationKind kind, double y) {
  switch (kind) {
    case ActivationKind::relu:
      return y <= 0 ? 0 : 1;
    case ActivationKind::sigmoid:
      return y * (1 - y);
    case ActivationKind::tanh:
      return 1 - y * y;
  }
  throw ConfigError("backend reference: unknown activation");
}

class ActivationLayer final : public ReferenceLayer {
 public:
  ActivationLayer(ActivationKind kind, size_t size) : kind_(kind), size_(size) {}

  void forward(size_t rows, std::span<const double> x, std::span<double> y,
               Parallel& parallel) const override {
    parallel.over(rows * size_, size_, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) y[i] = activate(kind_, x[i]);
    });
  }

  void backward(size_t rows, std::span<const double>, std::span<const double> y,
                std::span<const double> dy, std::span<double> dx,
                Parallel& parallel) const override {
    if (dx.empty()) return;
    parallel.over(rows * size_, size_, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) dx[i] = dy[i] * slope(kind_, y[i]);
    });
  }

 private:
  ActivationKind kind_;
  size_t size_;
};

class FlattenLayer final : public ReferenceLayer {
 public:
  explicit FlattenLayer(size_t size) : size_(size) {}

  void forward(size_t rows, std::span<const double> x, std::span<double> y,
               Parallel&) const override {
    std::copy_n(x.begin(), rows * size_, y.begin());
  }

  void backward(size_t rows, std::span<const double>, std::span<const double>,
                std::span<const double> dy, std::span<double> dx, Parallel&) const override {
    if (!dx.empty()) std::copy_n(dy.begin(), rows * size_, dx.begin());
  }

 private:
  size_t size_;
};

}  // namespace

std::unique_ptr<ReferenceLayer> make_activation(const Activation& activation, const Shape& shape) {
  return std::make_unique<ActivationLayer>(activation.kind, shape.size());
}

std::unique_ptr<ReferenceLayer> make_flatten(const Shape& in) {
  return std::make_unique<FlattenLayer>(in.size());
}

}  // namespace logitbench::reference
