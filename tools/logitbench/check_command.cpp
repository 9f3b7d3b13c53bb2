#include "tools/logitbench/check_command.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include "core/data/data_cache.h"
#include "core/diagnosis/check_experiment.h"
#include "core/diagnosis/check_results.h"
#include "core/sweep/expand.h"
#include "tools/logitbench/command_words.h"
#include "tools/logitbench/finding_list.h"
#include "tools/logitbench/interrupt.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

struct CheckOptions {
  std::string target;
  std::vector<std::string> overrides;
  bool as_json = false;
};

void print_help(const po::options_description& described, std::ostream& out) {
  out << "logitbench check CONFIG [key=value ...]\n"
         "logitbench check DIR\n\n"
         "CONFIG: what is wrong with this experiment, before it is trained? Looks at its data, "
         "its\n"
         "loss's gradient, its metrics and its first steps; trains and writes nothing.\n"
         "DIR: are these results whole and sound? Every planned run there, tables equal to what\n"
         "the journal gives, configs and data by their hashes, expectations, diverged runs.\n"
         "Exit code 3 where a finding is an error or a warning. Codes: configs/README.md for a "
         "config,\n"
         "results/README.md for results.\n\n"
      << described
      << "\nExamples:\n  logitbench check configs/smoke/spiral.yaml optimizer.lr=10\n"
         "  logitbench check results/smoke_spiral\n";
}

std::optional<CheckOptions> parse(const std::vector<std::string>& arguments, std::ostream& out) {
  CheckOptions options;
  po::options_description described("Options");
  auto add = described.add_options();
  add("json", po::bool_switch(&options.as_json), "findings as JSON");
  add("help", "this text");
  const auto [given, words] = parse_words("check", arguments, described);
  if (given.count("help") > 0) {
    print_help(described, out);
    return std::nullopt;
  }
  for (const std::string& word : words) {
    if (is_override(word)) {
      options.overrides.push_back(word);
    } else if (options.target.empty()) {
      options.target = word;
    } else {
      throw ConfigError("check: found '" + word + "' beside '" + options.target +
                        "', expected one config or one folder of results");
    }
  }
  if (options.target.empty())
    throw ConfigError(
        "check: no config and no folder of results given; see logitbench check --help");
  return options;
}

void print_json(Json json, const std::vector<Finding>& findings, std::ostream& out) {
  json["findings"] = findings_json(findings);
  out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::vector<Finding> check_folder(const CheckOptions& options, PluginHost& host,
                                  std::ostream& out) {
  if (!options.overrides.empty())
    throw ConfigError("check: found '" + options.overrides.front() +
                      "' beside a folder of results, which are what they are");
  const ResultsCheck check = check_results(options.target, host);
  if (options.as_json) {
    print_json({{"planned_runs", check.planned_runs}, {"finished_runs", check.finished_runs}},
               check.findings, out);
    return check.findings;
  }
  print_findings(check.findings, out);
  out << (check.findings.empty() ? "" : "\n")
      << fmt::format("{} of {} runs finished, {}\n", check.finished_runs, check.planned_runs,
                     findings_summary(check.findings));
  return check.findings;
}

std::vector<Finding> check_config(const CheckOptions& options, PluginHost& host,
                                  std::ostream& out) {
  const Plan plan = make_plan(options.target, options.overrides, host, {.allow_many = true});
  DatasetStore datasets(locate);
  std::vector<Finding> findings =
      check_experiment(plan, host, datasets, interrupt_requested(), kKindsAsked);
  if (interrupt_requested()) return findings;
  if (options.as_json) {
    print_json({{"planned_runs", plan.runs.size()}}, findings, out);
    return findings;
  }
  print_findings(findings, out);
  out << (findings.empty() ? "" : "\n")
      << fmt::format("{}: {} planned {}, {}\n", plan.experiment, plan.runs.size(),
                     plan.runs.size() == 1 ? "run" : "runs", findings_summary(findings));
  return findings;
}

}  // namespace

int check_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out) {
  const std::optional<CheckOptions> options = parse(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  catch_interrupts();
  std::error_code unreadable;  // reading it says so
  const std::vector<Finding> findings = std::filesystem::is_directory(options->target, unreadable)
                                            ? check_folder(*options, host, out)
                                            : check_config(*options, host, out);
  if (interrupt_requested()) return static_cast<int>(ExitCode::interrupted);
  return static_cast<int>(any_to_mend(findings) ? ExitCode::check_failed : ExitCode::done);
}

}  // namespace logitbench
