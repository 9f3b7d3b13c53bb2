// The layers, forward and backward, in double and in plain loops: the yardstick for other backends.
//
// Arrays are [rows][h][w][c]. Each output element is computed by one thread, its terms added in one
// fixed order: results do not depend on the number of threads.
#pragma once

#include <logitbench/layers.h>
#include <logitbench/parallel.h>

#include <memory>
#include <span>
#include <vector>

namespace logitbench::reference {

using Values = std::vector<double>;

// Where a layer's parameters lie. Null for a layer without parameters.
struct Weights {
  const double* weight = nullptr;
  const double* bias = nullptr;
  double* d_weight = nullptr;
  double* d_bias = nullptr;
};

class ReferenceLayer {
 public:
  virtual ~ReferenceLayer() = default;
  // y from x, both `rows` samples.
  virtual void forward(size_t rows, std::span<const double> x, std::span<double> y,
                       Parallel& parallel) const = 0;
  // Parameter gradients, and dx unless it is empty, from the last forward's x and y and from dy.
  virtual void backward(size_t rows, std::span<const double> x, std::span<const double> y,
                        std::span<const double> dy, std::span<double> dx,
                        Parallel& parallel) const = 0;
};

std::unique_ptr<ReferenceLayer> make_dense(const Shape& in, const Shape& out, Weights weights);
std::unique_ptr<ReferenceLayer> make_conv2d(const Conv2d& conv, const Shape& in, const Shape& out,
                                            Weights weights);
std::unique_ptr<ReferenceLayer> make_max_pool2d(const MaxPool2d& pool, const Shape& in,
                                                const Shape& out);
std::unique_ptr<ReferenceLayer> make_activation(const Activation& activation, const Shape& shape);
std::unique_ptr<ReferenceLayer> make_flatten(const Shape& in);

}  // namespace logitbench::reference
