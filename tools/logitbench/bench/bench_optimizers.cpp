// optimizer/<name>/...: the update of all parameters of a network.
#include <logitbench/optimizer.h>

#include <cmath>

#include "tools/logitbench/bench/measure.h"
#include "tools/logitbench/bench/plugin_parts.h"

namespace logitbench::bench {

namespace {

// The CNN of notebook 000, the MLP 784-128-10, the MLP 784-1024-1024-10.
constexpr size_t kParameterCounts[] = {35'962, 101'770, 1'863'690};

// Numbers kept for each parameter by the optimizers that come with the program, at their defaults:
// value and gradient, with Adam two moments. 0 for others: an optimizer does not tell the size of
// its state, so that their traffic and of_limit are left out.
double numbers_kept(const std::string& name) {
  if (name == "sgd") return 2;
  return name == "adam" || name == "adamw" ? 4 : 0;
}
// All are read; all but the gradient are written.
double numbers_moved(const std::string& name) {
  const double kept = numbers_kept(name);
  return kept > 0 ? 2 * kept - 1 : 0;
}

void step(Bench& bench, benchmark::State& state, const std::string& name, size_t count,
          size_t threads) {
  const OptimizerPlugin& plugin = *bench.host.optimizer(name);
  const std::unique_ptr<Optimizer> optimizer = plugin.create(with_defaults(plugin.schema));
  std::vector<float> values(count), gradients(count);
  for (size_t i = 0; i < count; ++i) {
    values[i] = std::sin(static_cast<float>(i));
    gradients[i] = 1e-3f * std::cos(static_cast<float>(i));
  }
  const ParameterArray array{std::span<float>(values), std::span<float>(gradients)};
  LentThreads lent(bench.host, threads);
  optimizer->step({&array, 1}, lent.parallel());

  const Stopwatch watch;
  for (auto _ : state) optimizer->step({&array, 1}, lent.parallel());
  const double seconds = watch.seconds();
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(count));
  const double array_bytes = sizeof(float) * static_cast<double>(count);
  report(bench, state,
         {.bytes = numbers_moved(name) * array_bytes,
          .working_set_bytes = numbers_kept(name) * array_bytes,
          .threads = threads},
         seconds);
}

}  // namespace

void add_optimizers(Bench& bench) {
  for (const std::string& name : bench.host.names(PluginKind::optimizer))
    for (const size_t count : kParameterCounts)
      for (const size_t threads : thread_counts())
        add(bench,
            "optimizer/" + name + "/params:" + std::to_string(count) +
                "/threads:" + std::to_string(threads),
            TimedBy::wall_clock, [&bench, name, count, threads](auto& state) {
              step(bench, state, name, count, threads);
            });
}

}  // namespace logitbench::bench
