// layer/<backend>/<dtype>/...: the layers of the benchmark networks, each a network of its own.
// Backward is the gradient of the weights: nobody asks for that of a first layer's input.
#include <numeric>

#include "tools/logitbench/bench/measure.h"
#include "tools/logitbench/bench/network_work.h"
#include "tools/logitbench/bench/plugin_parts.h"

namespace logitbench::bench {

namespace {

struct LayerCase {
  const char* name;
  Shape input;
  Layer layer;
  size_t batch;
};

std::vector<LayerCase> cases() {
  return {{"dense_784_10", {1, 1, 784}, Dense{10}, 256},
          {"dense_784_128", {1, 1, 784}, Dense{128}, 128},
          {"dense_1024_1024", {1, 1, 1024}, Dense{1024}, 256},
          {"conv2d_1_8_on_28x28", {1, 28, 28}, Conv2d{8, 3, Padding::same}, 128},
          {"conv2d_8_8_on_28x28", {8, 28, 28}, Conv2d{8, 3, Padding::same}, 128},
          {"conv2d_8_16_on_14x14", {8, 14, 14}, Conv2d{16, 3, Padding::same}, 128},
          {"conv2d_16_16_on_14x14", {16, 14, 14}, Conv2d{16, 3, Padding::same}, 128}};
}

enum class Pass { forward, backward };

void pass(Bench& bench, benchmark::State& state, const BackendType& with, const LayerCase& of,
          Pass which, size_t threads) {
  const NetworkSpec spec{of.input, {of.layer}};
  const std::unique_ptr<Network> network =
      compile(bench.host, with.backend, with.dtype, spec, {of.batch, threads});
  network->set_parameters(plain_parameters(spec));
  std::vector<float> values(of.batch * of.input.size());
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 251) / 250.0f;
  const Features features{of.input, of.batch, std::move(values), 1.0};
  std::vector<uint32_t> rows(of.batch);
  std::iota(rows.begin(), rows.end(), 0U);
  const Batch batch{&features, rows};

  // Its own logits do as a gradient; any of their size would.
  const auto logits = std::get<MatrixView<float>>(network->forward(batch));
  std::vector<float> kept(logits.all().begin(), logits.all().end());
  const RealMatrix d_logits = MatrixView<float>{kept.data(), logits.rows, logits.columns};
  network->backward(d_logits);

  const Stopwatch watch;
  for (auto _ : state)
    which == Pass::forward ? (void)network->forward(batch) : network->backward(d_logits);
  const double seconds = watch.seconds();
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(of.batch));
  const double flops = which == Pass::forward ? forward_flops(spec) : backward_flops(spec);
  report(bench, state,
         {.flops = flops * static_cast<double>(of.batch), .dtype = with.dtype, .threads = threads},
         seconds);
}

}  // namespace

void add_layers(Bench& bench) {
  for (const BackendType& with : measured_backends(bench.host))
    for (const LayerCase& of : cases())
      for (const Pass which : {Pass::forward, Pass::backward})
        for (const size_t threads : thread_counts())
          add(bench,
              "layer/" + with.backend + "/" + with.dtype + "/" + of.name + "/batch:" +
                  std::to_string(of.batch) + (which == Pass::forward ? "/forward" : "/backward") +
                  "/threads:" + std::to_string(threads),
              TimedBy::wall_clock, [&bench, with, of, which, threads](auto& state) {
                pass(bench, state, with, of, which, threads);
              });
}

}  // namespace logitbench::bench
