#include "tools/logitbench/export/export_command.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <algorithm>

#include "core/record/journal_reader.h"
#include "core/record/results_folder.h"
#include "core/record/results_place.h"
#include "core/record/whole_file.h"
#include "core/record/wide_table.h"
#include "tools/logitbench/export/export_options.h"
#include "tools/logitbench/export/recorded_sweep.h"
#include "tools/logitbench/export/run_files.h"
#include "tools/logitbench/export/tensorboard.h"
#include "tools/logitbench/named_run.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

// Leaves the named one alone; the only one need not be named.
void keep_run(RecordedSweep& runs, const ExportOptions& options) {
  const NamedRun named = options.run ? find_run(options.folder, *options.run, "export")
                                     : find_run(options.folder.string(), "export");
  std::vector<Run>& all = runs.plan.runs;
  const auto run =
      std::find_if(all.begin(), all.end(), [&](const Run& r) { return r.run_id == named.run_id; });
  runs.readable = {runs.readable[static_cast<size_t>(run - all.begin())]};
  all = {std::move(*run)};
}

void refuse_nothing_recorded(const ExportOptions& options, const RecordedSweep& runs) {
  const auto recorded = [&](const Run& run) {
    const auto ended = runs.ended.find(run.run_id);
    return ended != runs.ended.end() && ended->second.epochs.records() > 0;
  };
  if (std::none_of(runs.plan.runs.begin(), runs.plan.runs.end(), recorded))
    throw ConfigError("export: no run of " + options.folder.string() +
                      " has ended with an epoch recorded; see logitbench status " +
                      options.folder.string());
}

void export_wide(const ExportOptions& options, const RecordedSweep& runs, std::ostream& out) {
  if (options.out == "-") {
    wide_csv(runs.plan, runs.ended, read_records, [&](std::string_view rows) { out << rows; });
    return;
  }
  const fs::path of_run =
      options.run ? fs::path(kRunsFolder) / runs.plan.runs.front().run_id : fs::path();
  const fs::path path = options.out.value_or(options.folder / of_run / "wide.csv");
  create_results_folder(fs::absolute(path).parent_path());
  WholeFile file(path);
  wide_csv(runs.plan, runs.ended, read_records, [&](std::string_view rows) { file.append(rows); });
  file.commit();
  out << fmt::format("export: {} ({} bytes)\n", path.string(), fs::file_size(path));
}

void export_tensorboard(const ExportOptions& options, const RecordedSweep& runs,
                        std::ostream& out) {
  const fs::path folder = options.out.value_or(options.folder / "tensorboard");
  const size_t written = write_event_files(folder, runs.plan, runs.ended, read_records);
  if (!options.out && !options.run) remove_other_event_files(folder, runs.plan);
  out << fmt::format("export: {} ({} {}); look at it with: tensorboard --logdir {}\n",
                     folder.string(), written, written == 1 ? "run" : "runs", folder.string());
}

}  // namespace

int export_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out) {
  const std::optional<ExportOptions> options = parse_export_options(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  refuse_no_results(options->folder, "export");
  RecordedSweep runs = read_recorded_sweep(options->folder, host);
  if (options->run || options->weights || options->predictions) keep_run(runs, *options);
  if (options->wide || options->tensorboard) refuse_nothing_recorded(*options, runs);
  if (options->wide) export_wide(*options, runs, out);
  if (options->tensorboard) export_tensorboard(*options, runs, out);
  if (options->weights || options->predictions) export_run_files(*options, runs, host, out);
  return static_cast<int>(ExitCode::done);
}

}  // namespace logitbench
