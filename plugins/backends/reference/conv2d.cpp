#include <algorithm>

#include "layer.h"

namespace logitbench::reference {
namespace {

// y[r][v][u][o] = bias[o] + Σ(a,b,c) x[r][v+a-p][u+b-p][c] weight[a][b][c][o], zeros outside of x.
class Conv2dLayer final : public ReferenceLayer {
 public:
  Conv2dLayer(const Conv2d& conv, const Shape& in, const Shape& out, Weights weights)
      : kernel_(conv.kernel), padding_(conv_padding(conv)), in_(in), out_(out), weights_(weights) {}

  void forward(size_t rows, std::span<const double> x, std::span<double> y,
               Parallel& parallel) const override {
    const size_t outputs = out_.channels;
    parallel.over(rows, 1, [&](size_t first, size_t last) {
      for (size_t r = first; r < last; ++r) {
        for (size_t position = 0; position < out_.height * out_.width; ++position)
          std::copy_n(weights_.bias, outputs, &y[r * out_.size() + position * outputs]);
        for_each_tap(r, [&](size_t tap, size_t from, size_t to) {
          double* out = &y[to];
          for (size_t c = 0; c < in_.channels; ++c) {
            const double value = x[from + c];
            const double* weight = weights_.weight + (tap * in_.channels + c) * outputs;
            for (size_t o = 0; o < outputs; ++o) out[o] += value * weight[o];
          }
        });
      }
    });
  }

  void backward(size_t rows, std::span<const double> x, std::span<const double>,
                std::span<const double> dy, std::span<double> dx,
                Parallel& parallel) const override {
    const size_t outputs = out_.channels;
    parallel.over(kernel_ * kernel_, 1, [&](size_t first, size_t last) {
      std::fill(weights_.d_weight + first * in_.channels * outputs,
                weights_.d_weight + last * in_.channels * outputs, 0.0);
      for (size_t tap = first; tap < last; ++tap)
        for (size_t r = 0; r < rows; ++r)
          for_each_position(r, tap, [&](size_t from, size_t to) {
            const double* d_out = &dy[to];
            for (size_t c = 0; c < in_.channels; ++c) {
              const double value = x[from + c];
              double* d_weight = weights_.d_weight + (tap * in_.channels + c) * outputs;
              for (size_t o = 0; o < outputs; ++o) d_weight[o] += value * d_out[o];
            }
          });
    });
    std::fill_n(weights_.d_bias, outputs, 0.0);
    for (size_t position = 0; position < rows * out_.height * out_.width; ++position)
      for (size_t o = 0; o < outputs; ++o) weights_.d_bias[o] += dy[position * outputs + o];
    if (dx.empty()) return;
    parallel.over(rows, 1, [&](size_t first, size_t last) {
      for (size_t r = first; r < last; ++r) {
        std::fill_n(&dx[r * in_.size()], in_.size(), 0.0);
        for_each_tap(r, [&](size_t tap, size_t from, size_t to) {
          const double* d_out = &dy[to];
          for (size_t c = 0; c < in_.channels; ++c) {
            const double* weight = weights_.weight + (tap * in_.channels + c) * outputs;
            double sum = 0;
            for (size_t o = 0; o < outputs; ++o) sum += d_out[o] * weight[o];
            dx[from + c] += sum;
          }
        });
      }
    });
  }

 private:
  template <class Body>  // body(tap, offset of the input pixel, offset of the output pixel)
  void for_each_tap(size_t row, const Body& body) const {
    for (size_t tap = 0; tap < kernel_ * kernel_; ++tap)
      for_each_position(row, tap, [&](size_t from, size_t to) { body(tap, from, to); });
  }

  // Output positions whose input pixel under this tap of the kernel is not in the padding.
  template <class Body>
  void for_each_position(size_t row, size_t tap, const Body& body) const {
    const size_t a = tap / kernel_, b = tap % kernel_;
    for (size_t v = 0; v < out_.height; ++v) {
      if (v + a < padding_ || v + a - padding_ >= in_.height) continue;
      for (size_t u = 0; u < out_.width; ++u) {
        if (u + b < padding_ || u + b - padding_ >= in_.width) continue;
        const size_t in_pixel = (v + a - padding_) * in_.width + (u + b - padding_);
        const size_t out_pixel = v * out_.width + u;
        body(row * in_.size() + in_pixel * in_.channels,
             row * out_.size() + out_pixel * out_.channels);
      }
    }
  }

  size_t kernel_;
  size_t padding_;
  Shape in_;
  Shape out_;
  Weights weights_;
};

}  // namespace

std::unique_ptr<ReferenceLayer> make_conv2d(const Conv2d& conv, const Shape& in, const Shape& out,
                                            Weights weights) {
  return std::make_unique<Conv2dLayer>(conv, in, out, weights);
}

}  // namespace logitbench::reference
