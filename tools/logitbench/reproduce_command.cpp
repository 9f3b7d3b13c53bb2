#include "tools/logitbench/reproduce_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>

#include "core/data/data_cache.h"
#include "tools/logitbench/claim_configs.h"
#include "tools/logitbench/claim_table.h"
#include "tools/logitbench/exit_codes.h"
#include "tools/logitbench/experiment_runs.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/progress.h"
#include "tools/logitbench/reproduce_options.h"
#include "tools/logitbench/terminal.h"

namespace logitbench {

namespace {

namespace fs = std::filesystem;

constexpr size_t kUsualColumns = 100;

// Gone at the end, with all that is in it.
class VanishingFolder {
 public:
  VanishingFolder() {
    std::error_code error;
    const fs::path parent = fs::temp_directory_path(error);
    if (error)
      throw ResultsError("there is no folder for temporary files (TMPDIR): " + error.message() +
                         "; name one with --out DIR");
    std::string name = (parent / "logitbench-reproduce-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw ResultsError("cannot make a folder in " + parent.string() + ": " +
                         std::strerror(errno) + "; name one with --out DIR");
    path_ = name;
  }
  ~VanishingFolder() {
    std::error_code ignored;  // what cannot be removed is in a place for such things
    fs::remove_all(path_, ignored);
  }
  VanishingFolder(const VanishingFolder&) = delete;
  VanishingFolder& operator=(const VanishingFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

class Reproduction {
 public:
  Reproduction(const std::vector<ClaimConfig>& configs, const fs::path& folder,
               const std::vector<std::string>& arguments, PluginHost& host)
      : configs_(configs), folder_(folder), runner_(host, locate) {
    invocation_.words = {"logitbench", "reproduce"};
    invocation_.words.insert(invocation_.words.end(), arguments.begin(), arguments.end());
  }

  ExitCode execute() {
    ExitCode code = ExitCode::done;
    for (const ClaimConfig& config : configs_) {
      code = worse(code, execute_one(config));
      if (code == ExitCode::interrupted) break;
    }
    return code;
  }

  // By source, then as the configs and their claims stand.
  std::vector<ClaimRow> rows() const {
    std::vector<ClaimRow> all;
    for (size_t i = 0; i < outcomes_.size(); ++i)
      for (ClaimRow& row : claim_rows(configs_[i].plan.experiment, outcomes_[i]->expected))
        all.push_back(std::move(row));
    std::stable_sort(all.begin(), all.end(), [](const ClaimRow& a, const ClaimRow& b) {
      return a.expectation->source < b.expectation->source;
    });
    return all;
  }

 private:
  ExitCode execute_one(const ClaimConfig& config) {
    const auto started = std::chrono::steady_clock::now();
    invocation_.config_file = fs::absolute(config.file);
    ResultsFolder results(folder_ / config.plan.experiment, config.plan, false);
    std::ostream nowhere(nullptr);
    const bool drawn = is_terminal(STDERR_FILENO);
    {
      Progress progress(
          std::cerr, drawn ? ProgressStyle::one_line : ProgressStyle::quiet,
          [] { return terminal_columns(STDERR_FILENO, kUsualColumns); }, Progress::Clock::now);
      outcomes_.push_back(std::make_unique<ExperimentOutcome>(carry_out(
          config.plan, results, invocation_, runner_, progress, RunPolicy{.jobs = 1}, nowhere)));
    }
    if (!drawn) say_how_it_went(config.plan, std::chrono::steady_clock::now() - started);
    say_what_failed(config.plan, results);
    return outcomes_.back()->code;
  }

  void say_how_it_went(const Plan& plan, std::chrono::steady_clock::duration duration) const {
    const auto rows = claim_rows(plan.experiment, outcomes_.back()->expected);
    const auto held =
        std::count_if(rows.begin(), rows.end(), [](const ClaimRow& row) { return row.holds(); });
    std::cerr << fmt::format("{}: {} {}, {} of {} claims hold, {:.1f} s\n", plan.experiment,
                             plan.runs.size(), plan.runs.size() == 1 ? "run" : "runs", held,
                             rows.size(), std::chrono::duration<double>(duration).count());
  }

  static void say_what_failed(const Plan& plan, const ResultsFolder& results) {
    for (size_t i = 0; i < plan.runs.size(); ++i) {
      const Attempt* attempt = results.ended(plan.runs[i].run_id);
      if (attempt == nullptr || attempt->result->status != RunStatus::failed ||
          failure_expected(plan, i))
        continue;
      std::cerr << plan.experiment << ": " << plan.runs[i].run_id
                << " failed: " << printable(attempt->result->reason) << '\n';
    }
  }

  const std::vector<ClaimConfig>& configs_;
  const fs::path folder_;
  Runner runner_;  // one for all: configs next to each other share their data
  Invocation invocation_;
  std::vector<std::unique_ptr<ExperimentOutcome>> outcomes_;  // rows point into them
};

std::string sum_line(const std::vector<ClaimRow>& rows, size_t configs) {
  const auto held =
      std::count_if(rows.begin(), rows.end(), [](const ClaimRow& row) { return row.holds(); });
  return fmt::format("{} of {} claims hold, {} {}", held, rows.size(), configs,
                     configs == 1 ? "config" : "configs");
}

}  // namespace

int reproduce_command(const std::vector<std::string>& arguments, PluginHost& host,
                      std::ostream& out) {
  const std::optional<ReproduceOptions> options = parse_reproduce_options(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  const std::vector<ClaimConfig> configs =
      claim_configs(claims_folder(options->configs), options->names, host);
  if (std::all_of(configs.begin(), configs.end(),
                  [](const ClaimConfig& config) { return config.plan.expectations.empty(); }))
    throw ConfigError("reproduce: none of the " + std::to_string(configs.size()) +
                      " configs claims a number, expected `expect:` in at least one");

  catch_interrupts();
  const auto started = std::chrono::steady_clock::now();
  std::optional<VanishingFolder> vanishing;
  if (!options->out) vanishing.emplace();
  Reproduction reproduction(configs, options->out ? *options->out : vanishing->path(), arguments,
                            host);
  const ExitCode code = reproduction.execute();
  if (code == ExitCode::interrupted) {
    std::cerr << (options->out ? "Interrupted. The same command goes on where it stopped.\n"
                               : "Interrupted.\n");
    return static_cast<int>(code);
  }
  const std::vector<ClaimRow> rows = reproduction.rows();
  const std::chrono::duration<double> duration = std::chrono::steady_clock::now() - started;
  if (options->json) {
    out << claims_json(rows).dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
  } else if (options->markdown) {
    print_claims_markdown(rows, out);
    out << '\n' << sum_line(rows, configs.size()) << ".\n";
  } else {
    print_claims(rows, terminal_columns(STDOUT_FILENO, kUsualColumns), out);
    out << '\n' << sum_line(rows, configs.size()) << fmt::format(", {:.0f} s\n", duration.count());
  }
  return static_cast<int>(code);
}

}  // namespace logitbench
