// What the benchmarks of one command share, and how one is added.
#pragma once

#include <benchmark/benchmark.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <logitbench/error.h>

#include "core/plugin/plugin_host.h"
#include "core/train/dataset_store.h"
#include "tools/logitbench/bench/limits.h"

namespace logitbench::bench {

struct Bench {
  explicit Bench(PluginHost& plugins);

  PluginHost& host;
  Limits limits;
  DatasetStore datasets;
  // The worst of what kept a benchmark from running, but for parts that do not fit together: a
  // backend need not run every network. The greater exit code counts as the worse.
  ExitCode worst = ExitCode::done;
};

using Body = std::function<void(benchmark::State& state)>;

enum class TimedBy { wall_clock, body };  // body: it calls SetIterationTime

// What the body throws becomes the reason why the benchmark is skipped. `bench` outlives the run.
void add(Bench& bench, const std::string& name, TimedBy timed_by, Body body);

// Threads to measure on: one, two, and all that this process may use.
std::vector<size_t> thread_counts();

// The families, each in a file of its own.
void add_limits(Bench& bench);
void add_losses(Bench& bench);
void add_layers(Bench& bench);
void add_optimizers(Bench& bench);
// A workload for each *.yaml of the folder that stands for one run; one that cannot be read is
// skipped with its reason. Throws ConfigError where there is none.
void add_training(Bench& bench, const std::filesystem::path& configs);

}  // namespace logitbench::bench
