// compare() of as many groups as a large sweep has, five seeds each, all pairs tested.
#include "core/analysis/comparison/comparison.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

namespace logitbench {
namespace {

// What the groups have in common: `equal` seeds; `few_missing`, one run in fifty has no value;
// `unpaired`, each group has seeds of its own, so that each pair is looked at by itself.
enum class Seeds { equal, few_missing, unpaired };

// `effect`: how far apart groups lie, in standard deviations of a value. The further, the more p of
// other pairs Holm's correction depends on.
JoinedRuns random_runs(size_t groups, double effect, Seeds seeds) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  JoinedRuns runs;
  runs.keys = {"lr"};
  for (size_t g = 0; g < groups; ++g) {
    const double level = effect * normal(random);
    const size_t count = seeds == Seeds::few_missing ? 10 : 5;
    for (size_t s = 0; s < count; ++s) {
      const uint64_t seed = seeds == Seeds::unpaired ? g * count + s : s;
      const bool missing = seeds == Seeds::few_missing && random() % 50 == 0;
      runs.runs.push_back({std::to_string(g) + "-" + std::to_string(s),
                           missing ? RunStatus::diverged : RunStatus::completed,
                           seed,
                           {std::to_string(g)},
                           0.9 + 0.01 * (level + normal(random))});
    }
  }
  return runs;
}

void compare_all_pairs(benchmark::State& state, double effect, Seeds seeds) {
  const JoinedRuns runs = random_runs(static_cast<size_t>(state.range(0)), effect, seeds);
  for (auto _ : state) benchmark::DoNotOptimize(compare(runs, {}));
}

BENCHMARK_CAPTURE(compare_all_pairs, no_effect, 0.0, Seeds::equal)
    ->Arg(60)
    ->Arg(2000)
    ->Arg(10000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compare_all_pairs, large_effects, 100.0, Seeds::equal)
    ->Arg(2000)
    ->Arg(10000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compare_all_pairs, few_missing, 1.0, Seeds::few_missing)
    ->Arg(2000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compare_all_pairs, unpaired, 1.0, Seeds::unpaired)
    ->Arg(2000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace logitbench
