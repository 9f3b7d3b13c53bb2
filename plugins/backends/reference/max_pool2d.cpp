#include <algorithm>
#include <cmath>

#include "layer.h"

namespace logitbench::reference {
namespace {

// Of equal candidates the first in row order wins and takes the whole gradient; NaN wins over any
// number, as PyTorch's max_pool2d has it.
class MaxPool2dLayer final : public ReferenceLayer {
 public:
  MaxPool2dLayer(size_t size, const Shape& in, const Shape& out)
      : size_(size), in_(in), out_(out) {}

  void forward(size_t rows, std::span<const double> x, std::span<double> y,
               Parallel& parallel) const override {
    parallel.over(rows, 1, [&](size_t first, size_t last) {
      for (size_t i = first * out_.size(); i < last * out_.size(); ++i) y[i] = x[winner(x, i)];
    });
  }

  void backward(size_t rows, std::span<const double> x, std::span<const double>,
                std::span<const double> dy, std::span<double> dx,
                Parallel& parallel) const override {
    if (dx.empty()) return;
    parallel.over(rows, 1, [&](size_t first, size_t last) {
      std::fill_n(&dx[first * in_.size()], (last - first) * in_.size(), 0.0);
      for (size_t i = first * out_.size(); i < last * out_.size(); ++i) dx[winner(x, i)] += dy[i];
    });
  }

 private:
  // Index into x of the element that output i takes.
  size_t winner(std::span<const double> x, size_t i) const {
    const size_t channel = i % out_.channels;
    const size_t u = i / out_.channels % out_.width;
    const size_t v = i / out_.channels / out_.width % out_.height;
    const size_t sample = i / out_.size() * in_.size();
    const auto at = [&](size_t a, size_t b) {
      return sample + ((v * size_ + a) * in_.width + u * size_ + b) * in_.channels + channel;
    };
    size_t best = at(0, 0);
    for (size_t a = 0; a < size_; ++a)
      for (size_t b = 0; b < size_; ++b) {
        const size_t candidate = at(a, b);
        if (x[candidate] > x[best] || (std::isnan(x[candidate]) && !std::isnan(x[best])))
          best = candidate;
      }
    return best;
  }

  size_t size_;
  Shape in_;
  Shape out_;
};

}  // namespace

std::unique_ptr<ReferenceLayer> make_max_pool2d(const MaxPool2d& pool, const Shape& in,
                                                const Shape& out) {
  return std::make_unique<MaxPool2dLayer>(pool.size, in, out);
}

}  // namespace logitbench::reference
