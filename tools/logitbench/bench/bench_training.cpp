// train/<workload>/<backend>/<dtype>/...: epochs of the real trainer, from the config's initial
// weights; what is timed are the steps, as in a run's samples_per_s.
#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/sweep/expand.h"
#include "core/train/prepared_run.h"
#include "core/train/trainer.h"
#include "tools/logitbench/bench/measure.h"
#include "tools/logitbench/bench/network_work.h"
#include "tools/logitbench/bench/plugin_parts.h"
#include "tools/logitbench/config_folder.h"

namespace logitbench::bench {

namespace {

class RecordsNothing final : public Recorder {
 public:
  void on_epoch(const EpochRecord&) override {}
};

// Some whole batches, so that a run finds its code and its buffers at hand.
constexpr size_t kWarmUpBatches = 4;

class Workload {
 public:
  Workload(Bench& bench, RunConfig config)
      : bench_(bench),
        config_(std::move(config)),
        run_(prepare_run(bench.host, bench.datasets, config_)) {}

  RunResult train_epochs() { return train(config_, run_.train); }

  void warm_up() {
    RunConfig short_config = config_;
    short_config.epochs = 1;
    RowSet rows = run_.train;
    const size_t whole = kWarmUpBatches * config_.batch_size;
    // The last batch of the rows is as short as that of all of them.
    rows.rows.resize(std::min(rows.rows.size(), whole + rows.rows.size() % config_.batch_size));
    train(short_config, rows);
  }

  Work work() const {
    const double rows = samples(), row_bytes = stored_bytes_of_row();
    return {.flops = rows * (forward_flops(run_.spec) + backward_flops(run_.spec)),
            .bytes = rows * row_bytes,
            .working_set_bytes = row_bytes * static_cast<double>(run_.train.rows.size()),
            .dtype = config_.backend.parameters.text("dtype"),
            .threads = run_.compile_options.threads};
  }
  double samples() const {
    return static_cast<double>(config_.epochs) * static_cast<double>(run_.train.rows.size());
  }

 private:
  RunResult train(const RunConfig& config, const RowSet& rows) {
    run_.network->set_parameters(run_.initial_parameters);
    run_.optimizer =
        bench_.host.optimizer(config.optimizer.name)->create(config.optimizer.parameters);
    // The trainer takes metrics after every epoch, untimed: one batch is enough of them.
    RowSet validated = run_.valid;
    validated.rows.resize(std::min(validated.rows.size(), config.batch_size));
    TrainingSetup setup{config,
                        run_.dataset->classes,
                        rows,
                        std::move(validated),
                        std::nullopt,
                        *run_.network,
                        *run_.loss,
                        *run_.optimizer,
                        run_.streams.stream(config.shuffle_generator),
                        parameter_blocks(run_.spec)};
    RecordsNothing recorder;
    const std::atomic<bool> never = false;
    RunResult result = logitbench::train(setup, recorder, never);
    if (result.status != RunStatus::completed)
      throw Error(ExitCode::runs_failed,
                  std::string(to_text(result.status)) + ": " + result.reason);
    return result;
  }

  double stored_bytes_of_row() const {
    const Features& features = run_.train.split->features;
    const size_t number_bytes =
        std::visit([](const auto& v) { return sizeof(v[0]); }, features.values);
    return static_cast<double>(features.shape.size() * number_bytes);
  }

  Bench& bench_;
  RunConfig config_;
  PreparedRun run_;
};

void measure(Bench& bench, benchmark::State& state, const std::filesystem::path& config,
             const BackendType& with, size_t threads) {
  const Plan plan = make_plan(config,
                              {"backend.name=" + with.backend, "backend.dtype=" + with.dtype,
                               "backend.threads=" + std::to_string(threads)},
                              bench.host);
  Workload workload(bench, plan.runs.front().config);
  workload.warm_up();
  double seconds = 0;
  for (auto _ : state) {
    const double training_s = workload.train_epochs().training_s;
    state.SetIterationTime(training_s);
    seconds += training_s;
  }
  state.SetItemsProcessed(
      std::llround(static_cast<double>(state.iterations()) * workload.samples()));
  report(bench, state, workload.work(), seconds);
}

// Wrong with every backend: the others go on, but the exit code is this one's.
void add_broken(Bench& bench, const std::filesystem::path& config, const Error& error) {
  add(bench, "train/" + config.stem().string(), TimedBy::body, [&bench, error](auto&) {
    bench.worst = std::max(bench.worst, error.exit_code());
    throw error;
  });
}

}  // namespace

void add_training(Bench& bench, const std::filesystem::path& configs) {
  for (const std::filesystem::path& file : yaml_files("bench", configs)) {
    try {
      if (make_plan(file, {}, bench.host).runs.size() != 1) continue;
    } catch (const Error& error) {
      add_broken(bench, file, error);
      continue;
    }
    for (const BackendType& with : measured_backends(bench.host))
      for (const size_t threads : thread_counts())
        add(bench,
            "train/" + file.stem().string() + "/" + with.backend + "/" + with.dtype +
                "/threads:" + std::to_string(threads),
            TimedBy::body, [&bench, file, with, threads](auto& state) {
              measure(bench, state, file, with, threads);
            });
  }
}

}  // namespace logitbench::bench
