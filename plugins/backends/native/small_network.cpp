#include "small_network.h"

#include <float_network/checks.h>

#include <algorithm>

#include <float_network/denormals.h>

namespace logitbench::native {
namespace {

size_t whole_blocks(size_t rows) {
  const size_t block = small_block_rows();
  return (rows + block - 1) / block * block;
}

// Indices of all layers but those that flatten, which only name the shape anew.
std::vector<size_t> computing_layers(const NetworkSpec& spec) {
  std::vector<size_t> result;
  for (size_t i = 0; i < spec.layers.size(); ++i)
    if (!std::holds_alternative<Flatten>(spec.layers[i])) result.push_back(i);
  return result;
}

}  // namespace

bool is_small(const NetworkSpec& spec) {
  const std::vector<size_t> layers = computing_layers(spec);
  if (layers.size() != 3) return false;
  const auto* activation = std::get_if<Activation>(&spec.layers[layers[1]]);
  const auto* last = std::get_if<Dense>(&spec.layers[layers[2]]);
  return std::holds_alternative<Dense>(spec.layers[layers[0]]) && activation != nullptr &&
         activation->kind == ActivationKind::relu && last != nullptr &&
         spec.input.size() <= kMostSmallColumns && last->out <= kMostSmallColumns;
}

SmallNetwork::SmallNetwork(const NetworkSpec& spec, const CompileOptions& options)
    : StoredNetwork("native", spec),
      spec_(spec),
      max_batch_(options.max_batch),
      team_(std::max<size_t>(options.threads, 1)) {
  const std::vector<size_t> layers = computing_layers(spec);
  const float_network::LayerParameters first = store_.of_layer(layers.front());
  const float_network::LayerParameters last = store_.of_layer(layers.back());
  weights_ = {spec.input.size(),
              std::get<Dense>(spec.layers[layers.front()]).out,
              output_shape(spec).size(),
              first.weight,
              first.bias,
              last.weight,
              last.bias};
  gradients_ = {first.d_weight, first.d_bias, last.d_weight, last.d_bias};
  row_work_ = weights_.hidden * (weights_.inputs + weights_.outputs);
  const size_t rows = whole_blocks(max_batch_);
  x_ = float_network::Buffer(rows * weights_.inputs);
  logits_ = float_network::Buffer(rows * weights_.outputs);
  for (size_t part = 0; part < team_.threads(); ++part) {
    scratch_.emplace_back(small_scratch_floats(weights_));
    scratches_.push_back(scratch_.back().data());
  }
}

template <class Body>
size_t SmallNetwork::over_rows(Body&& body) {
  const size_t block = small_block_rows(), blocks = whole_blocks(rows_) / block;
  const size_t parts =
      std::min(StaticRanges(rows_ * row_work_, kGrain, team_.threads()).parts, blocks);
  const StaticRanges shares(blocks, 1, parts);
  team_.over(parts, 1, [&](size_t first_part, size_t last_part) {
    const float_network::FlushScope scope;
    for (size_t part = first_part; part < last_part; ++part) {
      const auto [first, last] = shares.range(part);
      body(part, first * block, std::min(last * block, rows_));
    }
  });
  return parts;
}

RealMatrix SmallNetwork::forward(const Batch& batch) {
  float_network::check_batch(backend_, batch, spec_.input, max_batch_);
  rows_ = batch.rows.size();
  gather_.prepare(batch);
  over_rows([&](size_t, size_t first, size_t last) {
    float* x = x_.data() + first * weights_.inputs;
    gather_.convert(batch, first, last, x);
    small_forward(weights_, x, last - first, logits_.data() + first * weights_.outputs);
  });
  return MatrixView<float>{logits_.data(), rows_, weights_.outputs};
}

void SmallNetwork::backward(const RealMatrix& d_logits) {
  const MatrixView<float> given =
      float_network::check_d_logits(backend_, d_logits, rows_, weights_.outputs);
  const size_t parts = over_rows([&](size_t part, size_t first, size_t last) {
    small_backward(weights_, x_.data() + first * weights_.inputs,
                   given.data + first * weights_.outputs, last - first, scratch_[part].data());
  });
  small_collect(weights_, scratches_.data(), parts, gradients_);
}

}  // namespace logitbench::native
