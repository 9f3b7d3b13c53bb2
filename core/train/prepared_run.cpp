#include "core/train/prepared_run.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <logitbench/error.h>

#include "core/random/philox_stream.h"
#include "core/train/initialize.h"
#include "core/train/threads.h"

namespace logitbench {

namespace {

template <class Plugin>
const Plugin& present(const Plugin* plugin, PluginKind kind, const std::string& name) {
  if (plugin == nullptr)
    throw PluginError(std::string("there is no ") + to_text(kind) + " plugin '" + name + "'");
  return *plugin;
}

std::vector<uint32_t> all_rows(const Split& split) {
  std::vector<uint32_t> rows(split.features.rows);
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

struct RowSets {
  RowSet train, valid;
  std::optional<RowSet> test;
};

// A fraction is drawn with the run's seed from a substream of its own, so that it disturbs no other
// draw; both parts keep the order of the file.
RowSets choose_rows(const Dataset& dataset, const RunConfig& config) {
  RowSets sets{{"train", &dataset.train, all_rows(dataset.train)}, {}, {}};
  const ValidationSource source =
      config.validation.value_or(dataset.test ? ValidationSource::test : ValidationSource::train);
  if (source == ValidationSource::test) {
    if (!dataset.test)
      throw ConfigError("validation: test, but dataset " + config.dataset.name +
                        " has no test split; use train or a fraction");
    sets.valid = {"valid", &*dataset.test, all_rows(*dataset.test)};
    return sets;
  }
  sets.valid = {"valid", &dataset.train, sets.train.rows};
  if (dataset.test) sets.test = RowSet{"test", &*dataset.test, all_rows(*dataset.test)};
  if (source == ValidationSource::train) return sets;

  const size_t rows = sets.train.rows.size();
  const auto held_out =
      static_cast<size_t>(std::llround(config.validation_fraction * static_cast<double>(rows)));
  if (held_out == 0 || held_out == rows)
    throw ConfigError("validation: a fraction of " + std::to_string(config.validation_fraction) +
                      " of " + std::to_string(rows) + " samples leaves " +
                      (held_out == 0 ? "none to validate on" : "none to train on"));
  std::vector<uint32_t> order =
      PhiloxStream(config.seed, PhiloxStream::kValidationSplit).permutation(rows);
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(held_out);
  std::sort(order.begin(), middle);
  std::sort(middle, order.end());
  sets.valid.rows.assign(order.begin(), middle);
  sets.train.rows.assign(middle, order.end());
  return sets;
}

NetworkSpec make_spec(const ModelPlugin& model, const RunConfig& config, const Dataset& dataset,
                      size_t columns) {
  NetworkSpec spec{dataset.train.features.shape, {}};
  spec.layers = model.layers(config.model.parameters, spec.input, columns);
  const Shape output = output_shape(spec);
  if (output.height * output.channels != 1 || output.width != columns)
    throw ConfigError("model " + config.model.name + " gives " + std::to_string(output.size()) +
                      " outputs; loss " + config.loss.name + " wants " + std::to_string(columns) +
                      (columns == 1 ? " column" : " columns") + " for the " +
                      std::to_string(dataset.classes) + " classes of " + config.dataset.name);
  if (spec.layers.empty() && config.epochs > 0)
    throw ConfigError("model " + config.model.name +
                      " has nothing to train; set train.epochs to 0 to evaluate it");
  return spec;
}

std::vector<size_t> short_batches(const PreparedRun& run, size_t batch_size) {
  if (batch_size == 0) return {};
  std::set<size_t> sizes = {run.train.rows.size() % batch_size, run.valid.rows.size() % batch_size,
                            run.test ? run.test->rows.size() % batch_size : 0};
  sizes.erase(0);
  return {sizes.begin(), sizes.end()};
}

// Up to the compile options: what tells how large the run is.
PreparedRun plan_run(PluginHost& host, DatasetStore& datasets, const RunConfig& config) {
  const auto& dataset_plugin =
      present(host.dataset(config.dataset.name), PluginKind::dataset, config.dataset.name);
  const auto& model = present(host.model(config.model.name), PluginKind::model, config.model.name);
  const auto& loss_plugin =
      present(host.loss(config.loss.name), PluginKind::loss, config.loss.name);
  const auto& backend =
      present(host.backend(config.backend.name), PluginKind::backend, config.backend.name);

  PreparedRun run{SeededStreams(config.seed)};
  run.dataset = datasets.load(dataset_plugin, config, run.streams);
  const Dataset& dataset = *run.dataset;
  RowSets rows = choose_rows(dataset, config);
  run.train = std::move(rows.train);
  run.valid = std::move(rows.valid);
  run.test = std::move(rows.test);

  run.loss = loss_plugin.create(config.loss.parameters);
  if (!dataset.train.targets.weights.empty() && !run.loss->takes_target_weights())
    throw ConfigError("loss " + config.loss.name + " takes class indices; dataset " +
                      config.dataset.name + " gives a row of weights per sample");
  run.spec = make_spec(model, config, dataset, run.loss->columns(dataset.classes));
  const size_t largest_split =
      std::max(dataset.train.features.rows, dataset.test ? dataset.test->features.rows : 0);
  const size_t batch_size = std::min(config.batch_size, largest_split);
  const size_t threads = resolve_threads(config.threads, backend, config.backend.parameters,
                                         run.spec, batch_size, usable_cores());
  run.compile_options = {batch_size, threads, short_batches(run, batch_size)};
  run.backend = &backend;
  return run;
}

}  // namespace

RunSize size_run(PluginHost& host, DatasetStore& datasets, const RunConfig& config) {
  const PreparedRun run = plan_run(host, datasets, config);
  const double rows =
      static_cast<double>(config.epochs) * 3 * static_cast<double>(run.train.rows.size()) +
      static_cast<double>(config.epochs + 1) * static_cast<double>(run.valid.rows.size());
  return {run.compile_options.threads, rows * static_cast<double>(multiply_adds_per_row(run.spec))};
}

PreparedRun prepare_run(PluginHost& host, DatasetStore& datasets, const RunConfig& config) {
  const auto& optimizer_plugin =
      present(host.optimizer(config.optimizer.name), PluginKind::optimizer, config.optimizer.name);
  // The order of draws is a contract: dataset, weights layer by layer, shuffles.
  PreparedRun run = plan_run(host, datasets, config);
  run.initial_parameters =
      initial_parameters(run.spec, config.init, run.streams.stream(config.init.generator));
  run.network = run.backend->compile(config.backend.parameters, run.spec, run.compile_options);
  run.network->set_parameters(run.initial_parameters);
  run.optimizer = optimizer_plugin.create(config.optimizer.parameters);
  return run;
}

TrainingSetup training_setup(const RunConfig& config, PreparedRun& run) {
  return {config,
          run.dataset->classes,
          std::move(run.train),
          std::move(run.valid),
          std::move(run.test),
          *run.network,
          *run.loss,
          *run.optimizer,
          run.streams.stream(config.shuffle_generator),
          parameter_blocks(run.spec)};
}

}  // namespace logitbench
