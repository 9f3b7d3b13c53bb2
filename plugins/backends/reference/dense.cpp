#include <algorithm>

#include "layer.h"

namespace logitbench::reference {
namespace {

// y[r][o] = bias[o] + Σi x[r][i] weight[i][o]
class DenseLayer final : public ReferenceLayer {
 public:
  DenseLayer(size_t inputs, size_t outputs, Weights weights)
      : inputs_(inputs), outputs_(outputs), weights_(weights) {}

  void forward(size_t rows, std::span<const double> x, std::span<double> y,
               Parallel& parallel) const override {
    parallel.over(rows, 1, [&](size_t first, size_t last) {
      for (size_t r = first; r < last; ++r) {
        double* out = &y[r * outputs_];
        std::copy_n(weights_.bias, outputs_, out);
        for (size_t i = 0; i < inputs_; ++i) {
          const double value = x[r * inputs_ + i];
          const double* weight = weights_.weight + i * outputs_;
          for (size_t o = 0; o < outputs_; ++o) out[o] += value * weight[o];
        }
      }
    });
  }

  void backward(size_t rows, std::span<const double> x, std::span<const double>,
                std::span<const double> dy, std::span<double> dx,
                Parallel& parallel) const override {
    parallel.over(inputs_, 1, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) {
        double* d_weight = weights_.d_weight + i * outputs_;
        std::fill_n(d_weight, outputs_, 0.0);
        for (size_t r = 0; r < rows; ++r) {
          const double value = x[r * inputs_ + i];
          const double* d_out = &dy[r * outputs_];
          for (size_t o = 0; o < outputs_; ++o) d_weight[o] += value * d_out[o];
        }
      }
    });
    std::fill_n(weights_.d_bias, outputs_, 0.0);
    for (size_t r = 0; r < rows; ++r)
      for (size_t o = 0; o < outputs_; ++o) weights_.d_bias[o] += dy[r * outputs_ + o];
    if (dx.empty()) return;
    parallel.over(rows, 1, [&](size_t first, size_t last) {
      for (size_t r = first; r < last; ++r)
        for (size_t i = 0; i < inputs_; ++i) {
          const double* d_out = &dy[r * outputs_];
          const double* weight = weights_.weight + i * outputs_;
          double sum = 0;
          for (size_t o = 0; o < outputs_; ++o) sum += d_out[o] * weight[o];
          dx[r * inputs_ + i] = sum;
        }
    });
  }

 private:
  size_t inputs_;
  size_t outputs_;
  Weights weights_;
};

}  // namespace

std::unique_ptr<ReferenceLayer> make_dense(const Shape& in, const Shape& out, Weights weights) {
  return std::make_unique<DenseLayer>(in.size(), out.size(), weights);
}

}  // namespace logitbench::reference
