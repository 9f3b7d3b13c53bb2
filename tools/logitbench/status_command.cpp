#include "tools/logitbench/status_command.h"

#include <logitbench/error.h>

#include <optional>

#include "core/diagnosis/results_status.h"
#include "core/record/utc_time.h"
#include "core/record/value_json.h"
#include "tools/logitbench/begun_process.h"
#include "tools/logitbench/command_words.h"
#include "tools/logitbench/progress_line.h"
#include "tools/logitbench/text_table.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

constexpr RunStatus kShown[] = {RunStatus::completed, RunStatus::pruned,    RunStatus::diverged,
                                RunStatus::failed,    RunStatus::timed_out, RunStatus::interrupted,
                                RunStatus::running,   RunStatus::queued};

struct StatusOptions {
  std::string folder;
  bool as_json = false;
};

std::optional<StatusOptions> parse(const std::vector<std::string>& arguments, std::ostream& out) {
  StatusOptions options;
  po::options_description described("Options");
  auto add = described.add_options();
  add("json", po::bool_switch(&options.as_json), "the same as JSON, every run in it");
  add("help", "this text");
  const auto [given, words] = parse_words("status", arguments, described);
  if (given.count("help") > 0) {
    out << "logitbench status DIR\n\n"
           "How many runs of this results folder are completed, diverged, failed, timed out,\n"
           "interrupted, running and queued; which process on which host runs which of them and\n"
           "since when; why runs failed. May be asked while they go on: nothing is locked or\n"
           "changed.\n\n"
        << described << "\nExample:\n  logitbench status results/mine\n";
    return std::nullopt;
  }
  if (words.empty())
    throw ConfigError("status: no folder of results given; see logitbench status --help");
  if (words.size() > 1)
    throw ConfigError("status: found '" + words[1] + "' beside '" + words[0] +
                      "', expected one folder of results");
  options.folder = words.front();
  return options;
}

void print_json(const ResultsStatus& status, std::ostream& out) {
  Json counts = Json::object(), runs = Json::array();
  for (const RunStatus shown : kShown) counts[to_text(shown)] = status.count(shown);
  for (const RunState& run : status.runs)
    runs.push_back({{"run_id", run.run_id},
                    {"status", to_text(run.status)},
                    {"reason", run.reason},
                    {"process", run.begun ? process_json(*run.begun) : Json()}});
  const Json json = {{"experiment", status.planned ? Json(status.experiment) : Json()},
                     {"counts", std::move(counts)},
                     {"runs", std::move(runs)}};
  out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string last_sign(const Begun& begun) {
  return begun.life == Life::lives ? ""
                                   : "last written " + utc_text(utc_time_of(begun.last_written_us));
}

void print_text(const ResultsStatus& status, std::ostream& out) {
  if (!status.planned)
    out << "manifest.json is missing or damaged: runs that have not begun are not known\n";
  TextTable counts({"status", "runs"});
  for (const RunStatus shown : kShown)
    if (status.count(shown) > 0) counts.add({to_text(shown), std::to_string(status.count(shown))});
  if (!counts.empty()) counts.print(out);
  out << status.runs.size() << (status.runs.size() == 1 ? " run\n" : " runs\n");

  TextTable running({"running", "process", "since", "after epoch", ""});
  for (const RunState& run : status.runs)
    if (run.status == RunStatus::running)
      running.add(
          {run.run_id, process_text(*run.begun), utc_text(utc_time_of(run.begun->started_us)),
           run.begun->epoch ? std::to_string(*run.begun->epoch) : "", last_sign(*run.begun)});
  if (!running.empty()) {
    out << '\n';
    running.print(out);
  }
  std::string lines;
  for (const RunState& run : status.runs)
    if (run.begun && run.begun->life == Life::dead)
      lines += run.run_id + ": " + process_text(*run.begun) +
               " is dead; the run is done again when the sweep goes on\n";
  // Runs that are pruned, or wait for others, do as they should: --json has their reasons.
  for (const RunState& run : status.runs)
    if (!run.reason.empty() && run.status != RunStatus::pruned && run.status != RunStatus::queued)
      lines += run.run_id + " " + to_text(run.status) + ": " + printable(run.reason) + "\n";
  if (!lines.empty()) out << '\n' << lines;
}

}  // namespace

int status_command(const std::vector<std::string>& arguments, PluginHost&, std::ostream& out) {
  const std::optional<StatusOptions> options = parse(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  const ResultsStatus status = results_status(options->folder);
  if (options->as_json)
    print_json(status, out);
  else
    print_text(status, out);
  return static_cast<int>(ExitCode::done);
}

}  // namespace logitbench
