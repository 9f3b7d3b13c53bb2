#include "tools/logitbench/export/run_files.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include "core/record/number_text.h"
#include "core/record/results_folder.h"
#include "core/record/whole_file.h"
#include "core/train/evaluate.h"
#include "tools/logitbench/export/trained_again.h"
#include "tools/logitbench/export/weights.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/progress.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

uint64_t chosen_epoch(const ExportOptions& options, const AttemptRecords& records,
                      const std::string& run_id) {
  const uint64_t last = records.epochs.back().epoch;
  const uint64_t epoch = options.epoch.value_or(last);
  if (epoch > last)
    throw ConfigError(
        fmt::format("export: --epoch: found {}, expected at most {}, the last epoch "
                    "that {} recorded",
                    epoch, last, run_id));
  return epoch;
}

const RowSet& rows_of(const TrainingSetup& setup, const std::string& split) {
  if (split == setup.train.name) return setup.train;
  if (split == setup.valid.name) return setup.valid;
  if (setup.test && split == setup.test->name) return *setup.test;
  throw ConfigError("export: --split: this run has no split '" + split +
                    "': it validates on the test rows, or the dataset has none; expected train or "
                    "valid");
}

NamedTexts metadata_of(const Plan& plan, const Run& run, uint64_t epoch) {
  return {{"run_id", run.run_id},
          {"experiment", plan.experiment},
          {"epoch", number_text(epoch)},
          {"config", to_json(run.resolved).dump(-1, ' ', false, Json::error_handler_t::replace)}};
}

std::string predictions_file(const TrainingSetup& setup, const std::string& split) {
  const RowSet& rows = rows_of(setup, split);
  ObjectiveFunction objective(setup.loss, setup.config.reduction, setup.config.objective);
  return predictions_csv(predict(setup, rows, rows.rows.size(), objective));
}

// A line redrawn in place while a terminal looks on; else nothing.
ProgressStyle style(bool quiet) {
  return style_of_standard_output(quiet) == ProgressStyle::terminal ? ProgressStyle::one_line
                                                                    : ProgressStyle::quiet;
}

}  // namespace

void export_run_files(const ExportOptions& options, const RecordedSweep& runs, PluginHost& host,
                      std::ostream& out) {
  const Run& run = runs.plan.runs.front();
  if (!runs.readable.front()) throw ConfigError("export: " + runs.unreadable);
  const auto ended = runs.ended.find(run.run_id);
  if (ended == runs.ended.end() || ended->second.epochs.records() == 0)
    throw ConfigError(fmt::format(
        "export: {} {}; see logitbench show {} {}", run.run_id,
        ended == runs.ended.end()
            ? "has not ended"
            : fmt::format("is {}, without an epoch", to_text(ended->second.result->status)),
        options.folder.string(), run.run_id));
  const AttemptRecords records = read_records(ended->second);
  const uint64_t epoch = chosen_epoch(options, records, run.run_id);

  std::string weights, predictions;
  {
    catch_interrupts();
    Progress progress(out, style(options.out == "-"), columns_of_standard_output,
                      Progress::Clock::now);
    progress.on_plan(1, 0, 1);
    Recorder& screen = progress.on_run_start({{0, run.run_id, 1}, epoch, 0});
    train_again({run, ended->second, records}, epoch, host, screen, interrupt_requested(),
                [&](const NetworkSpec& spec, TrainingSetup& setup) {
                  if (options.predictions) predictions = predictions_file(setup, options.split);
                  if (options.weights)
                    weights = weights_file(spec, setup.network, metadata_of(runs.plan, run, epoch));
                });
  }

  const fs::path folder = options.folder / kRunsFolder / run.run_id;
  const auto write = [&](const std::string& name, const std::string& content) {
    if (options.out == "-") {
      out << content;
      return;
    }
    const fs::path file = options.out.value_or(folder / name);
    create_results_folder(fs::absolute(file).parent_path());
    write_whole_file(file, content);
    out << fmt::format(
        "export: {} ({} bytes), after epoch {}; trained again, all came out as "
        "recorded\n",
        file.string(), content.size(), epoch);
  };
  // An epoch's weights are the same in every execution of a run: a file that says which one is
  // never out of date.
  const std::string of_epoch = ".epoch" + number_text(epoch);
  if (options.weights) write("weights" + of_epoch + ".safetensors", weights);
  if (options.predictions) write("predictions." + options.split + of_epoch + ".csv", predictions);
}

}  // namespace logitbench
