#include "tools/logitbench/isolated_run.h"

#include <fmt/format.h>
#include <logitbench/error.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <iostream>
#include <thread>

#include "core/config/read_run.h"
#include "core/data/data_cache.h"
#include "core/data/process.h"
#include "core/diagnosis/json_config.h"
#include "core/record/journal_events.h"
#include "core/record/value_json.h"
#include "core/record/whole_file.h"
#include "tools/logitbench/guarded_run.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/isolated_events.h"

namespace logitbench {

namespace {

std::string how_it_ended(const ProcessResult& process) {
  if (process.timed_out) return "did not answer and was killed";
  if (process.exit_code > 128)
    return fmt::format("was ended by signal {} ({})", process.exit_code - 128,
                       strsignal(process.exit_code - 128));
  return fmt::format("ended with exit code {} and without a result", process.exit_code);
}

// A process that crashes as it ends has none of ours.
ExitCode code_of(int exit_code) {
  for (const ExitCode code : {ExitCode::bad_config, ExitCode::plugin_unusable,
                              ExitCode::data_unusable, ExitCode::results_unwritable})
    if (exit_code == static_cast<int>(code)) return code;
  return ExitCode::runs_failed;
}

// The run looks at its time itself, after each batch: one that does not gets some seconds more.
std::chrono::milliseconds longest(const std::optional<double>& run_timeout_s) {
  if (!run_timeout_s) return std::chrono::milliseconds::max();
  const std::chrono::duration<double> limit(std::min(*run_timeout_s, 1e9));
  return std::chrono::duration_cast<std::chrono::milliseconds>(limit) + ProcessControl::kGrace;
}

// What its standard error ends with.
std::string said(std::string errors) {
  while (!errors.empty() && errors.back() == '\n') errors.pop_back();
  return errors;
}

// Sends a run's events to the process that waits for it.
class EventWriter final : public Recorder {
 public:
  explicit EventWriter(int descriptor) : descriptor_(descriptor) {}
  void on_ready(const RunFacts& facts) { send(ready_json(facts)); }
  void on_epoch(const EpochRecord& record) override { send(epoch_json(0, record)); }
  void on_predictions(const Predictions& predictions) override {
    for (const Prediction& row : predictions.rows) send(prediction_json(0, row));
    finished_.about_predictions = {predictions.split, predictions.single_precision, {}};
    finished_.prediction_records = predictions.rows.size();
  }
  void on_table(const ResultTable& table) override {
    send(table_json(0, table));
    ++finished_.table_records;
  }
  void finish(const RunResult& result) {
    finished_.result = result;
    send(run_finished_json(0, finished_));
  }

 private:
  void send(std::string line) {
    line += '\n';
    if (!write_all(descriptor_, line))
      throw ResultsError("the process that waits for this run is gone");
  }

  int descriptor_;
  RunFinished finished_;
};

// Ends this process when nobody waits for it any more.
void end_with_standard_input() {
  std::thread([] {
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) continue;
    _exit(static_cast<int>(ExitCode::interrupted));
  }).detach();
}

}  // namespace

RunResult run_isolated(const Run& run, const std::vector<std::filesystem::path>& plugin_paths,
                       Recorder& recorder, const StopRequest& stop,
                       const std::function<void(const RunFacts&)>& on_ready,
                       const RunLimit& limit) {
  std::vector<std::string> words = {std::filesystem::read_symlink("/proc/self/exe").string(),
                                    kIsolatedRunCommand};
  // A folder that is not there may stand on the search path, but not on a command line.
  for (const std::filesystem::path& path : plugin_paths)
    if (std::filesystem::is_directory(path))
      words.insert(words.end(), {"--plugin-path", path.string()});
  IsolatedEvents events(recorder, on_ready);
  const Json request = {{"config", to_json(run.resolved)}, {"limit", limit_json(limit)}};
  const std::string input = request.dump() + "\n";
  // Once its result is there, it has nothing left to do but to end.
  const ProcessControl control{input, [&] { return stop.asked() || events.result(); }};
  const ProcessResult process = run_process(
      words, std::filesystem::current_path(), longest(run.config.run_timeout_s),
      [&](std::string_view piece) { events.take(piece); }, {}, &control);
  if (const std::optional<RunResult>& result = events.result()) {
    if (result->status != RunStatus::failed) return *result;
    throw Error(code_of(process.exit_code), result->reason);
  }
  if (stop) {
    RunResult result;
    result.status = stop.status();
    result.reason = "its process " + how_it_ended(process);
    return result;
  }
  const std::string message = said(process.errors);
  throw Error(ExitCode::runs_failed, "the process of this run " + how_it_ended(process) +
                                         (message.empty() ? "" : "; it said: " + message));
}

int isolated_run_command(PluginHost& host) {
  // Standard output is ours alone: what a plugin prints goes to standard error.
  const int events = dup(STDOUT_FILENO);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  std::string line;
  std::getline(std::cin, line);
  const Json request = Json::parse(line);
  end_with_standard_input();
  catch_interrupts();

  HostSchemas schemas(host);
  const Location where{std::make_shared<const ConfigSource>(ConfigSource{"the run's config", "/"}),
                       0, 0};
  const ResolvedRun run = read_run(config_node(request.at("config"), where), "run", schemas);
  Runner runner(host, locate);
  const std::atomic<bool> never = false;
  const StopRequest stop(interrupt_requested(), never, run.config.run_timeout_s);
  const RunLimit limit = limit_from(request.at("limit"));
  EventWriter writer(events);
  const auto [result, code] = guarded([&] {
    return runner.run(
        run.config, writer, stop, [&](const RunFacts& facts) { writer.on_ready(facts); }, limit);
  });
  writer.finish(result);
  return static_cast<int>(result.status == RunStatus::failed ? code : ExitCode::done);
}

}  // namespace logitbench
