#include "core/diagnosis/relu_units.h"

#include <algorithm>

#include "core/diagnosis/probe.h"

namespace logitbench {

namespace {

constexpr size_t kRows = 256;

bool is_relu(const Layer& layer) {
  const auto* activation = std::get_if<Activation>(&layer);
  return activation != nullptr && activation->kind == ActivationKind::relu;
}

// The network cut off behind the layer: what it gives is the layer's output, [h][w][c] in a row.
std::unique_ptr<Network> first_layers(const PreparedRun& run, const RunConfig& config, size_t last,
                                      size_t rows, const std::vector<double>& parameters) {
  NetworkSpec spec = run.spec;
  spec.layers.resize(last + 1);
  spec.layers.emplace_back(Flatten{});
  auto network =
      run.backend->compile(config.backend.parameters, spec, {rows, run.compile_options.threads});
  network->set_parameters(std::span(parameters).first(parameter_count(spec)));
  return network;
}

}  // namespace

std::vector<ReluLayer> relu_layers(const PreparedRun& run, const RunConfig& config,
                                   const std::vector<double>& parameters) {
  const std::vector<uint32_t> rows = spread_rows(run.train.rows, kRows);
  std::vector<ReluLayer> result;
  Shape shape = run.spec.input;
  for (size_t i = 0; i < run.spec.layers.size(); ++i) {
    shape = output_shape(run.spec.layers[i], shape);
    if (!is_relu(run.spec.layers[i])) continue;
    const size_t units = shape.height == 1 && shape.channels == 1 ? shape.width : shape.channels;
    std::vector<bool> alive(units, false);
    const auto network = first_layers(run, config, i, rows.size(), parameters);
    const RealMatrix outputs = network->forward({&run.train.split->features, rows});
    std::visit(
        [&](const auto& matrix) {
          for (size_t r = 0; r < matrix.rows; ++r)
            for (size_t c = 0; c < matrix.columns; ++c)
              if (matrix.at(r, c) > 0) alive[c % units] = true;
        },
        outputs);
    const auto dead = static_cast<size_t>(std::count(alive.begin(), alive.end(), false));
    result.push_back({i, units, dead, rows.size()});
  }
  return result;
}

}  // namespace logitbench
