#include "network.h"

#include <algorithm>
#include <string>

namespace logitbench::reference {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ExitCode::runs_failed, "backend reference: " + message);
}

void check_count(const char* what, size_t given, size_t expected) {
  if (given != expected)
    fail(std::string(what) + ": " + std::to_string(given) + " numbers given, the network has " +
         std::to_string(expected));
}

std::unique_ptr<ReferenceLayer> make_layer(const Layer& layer, const Shape& in, const Shape& out,
                                           const Weights& weights) {
  if (std::holds_alternative<Dense>(layer)) return make_dense(in, out, weights);
  if (const auto* conv = std::get_if<Conv2d>(&layer)) return make_conv2d(*conv, in, out, weights);
  if (const auto* pool = std::get_if<MaxPool2d>(&layer)) return make_max_pool2d(*pool, in, out);
  if (const auto* act = std::get_if<Activation>(&layer)) return make_activation(*act, in);
  return make_flatten(in);
}

}  // namespace

ReferenceNetwork::ReferenceNetwork(const NetworkSpec& spec, const CompileOptions& options)
    : input_(spec.input),
      columns_(output_shape(spec).size()),
      max_batch_(options.max_batch),
      first_trained_(spec.layers.size()),
      parallel_(options.threads),
      parameters_(parameter_count(spec)),
      gradients_(parameters_.size()) {
  std::vector<Weights> weights(spec.layers.size());
  for (const ParameterBlock& block : parameter_blocks(spec)) {
    Weights& of_layer = weights[block.layer];
    (block.bias ? of_layer.bias : of_layer.weight) = &parameters_[block.offset];
    (block.bias ? of_layer.d_bias : of_layer.d_weight) = &gradients_[block.offset];
    first_trained_ = std::min(first_trained_, block.layer);
  }
  if (!parameters_.empty())
    arrays_.push_back({std::span<double>(parameters_), std::span<double>(gradients_)});

  Shape shape = spec.input;
  sizes_.push_back(shape.size());
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const Shape next = output_shape(spec.layers[i], shape);
    layers_.push_back(make_layer(spec.layers[i], shape, next, weights[i]));
    shape = next;
    sizes_.push_back(shape.size());
  }
  for (size_t i = 0; i < sizes_.size(); ++i) {
    values_.emplace_back(sizes_[i] * max_batch_);
    // No gradient is ever computed for what lies in front of the first trained layer.
    d_values_.emplace_back(i > first_trained_ ? sizes_[i] * max_batch_ : 0);
  }
}

void ReferenceNetwork::gather(const Batch& batch) {
  const Features& features = *batch.features;
  if (features.shape != input_)
    fail("samples of " + std::to_string(features.shape.size()) + " values, or of another shape; " +
         "the network was compiled for " + std::to_string(input_.size()));
  if (batch.rows.size() > max_batch_)
    fail("a batch of " + std::to_string(batch.rows.size()) +
         " rows; the network was compiled for " + "at most " + std::to_string(max_batch_));
  for (uint32_t row : batch.rows)
    if (row >= features.rows)
      fail("row " + std::to_string(row) + " of " + std::to_string(features.rows) + " samples");
  const size_t size = input_.size();
  std::visit(
      [&](const auto& stored) {
        parallel_.over(batch.rows.size(), 1, [&](size_t first, size_t last) {
          for (size_t r = first; r < last; ++r)
            for (size_t i = 0; i < size; ++i)
              values_.front()[r * size + i] =
                  static_cast<double>(stored[batch.rows[r] * size + i]) / features.divisor;
        });
      },
      features.values);
}

RealMatrix ReferenceNetwork::forward(const Batch& batch) {
  gather(batch);
  rows_ = batch.rows.size();
  for (size_t i = 0; i < layers_.size(); ++i)
    layers_[i]->forward(rows_, values_[i], values_[i + 1], parallel_);
  return MatrixView<double>{values_.back().data(), rows_, columns_};
}

void ReferenceNetwork::backward(const RealMatrix& d_logits) {
  const auto* given = std::get_if<MatrixView<double>>(&d_logits);
  if (given == nullptr || given->rows != rows_ || given->columns != columns_)
    fail("d_logits must have the type and the shape of the last logits: double, " +
         std::to_string(rows_) + " x " + std::to_string(columns_));
  if (parameters_.empty()) return;
  std::copy_n(given->data, rows_ * columns_, d_values_.back().begin());
  for (size_t i = layers_.size(); i-- > first_trained_;)
    layers_[i]->backward(rows_, values_[i], values_[i + 1], d_values_[i + 1], d_values_[i],
                         parallel_);
}

void ReferenceNetwork::set_parameters(std::span<const double> canonical) {
  check_count("set_parameters", canonical.size(), parameters_.size());
  std::copy(canonical.begin(), canonical.end(), parameters_.begin());
}

void ReferenceNetwork::get_parameters(std::span<double> canonical) const {
  check_count("get_parameters", canonical.size(), parameters_.size());
  std::copy(parameters_.begin(), parameters_.end(), canonical.begin());
}

void ReferenceNetwork::get_gradients(std::span<double> canonical) const {
  check_count("get_gradients", canonical.size(), gradients_.size());
  std::copy(gradients_.begin(), gradients_.end(), canonical.begin());
}

}  // namespace logitbench::reference
