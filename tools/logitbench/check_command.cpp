#include "tools/logitbench/check_command.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include "core/diagnosis/check_results.h"
#include "tools/logitbench/command_words.h"
#include "tools/logitbench/finding_list.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

void print_help(const po::options_description& described, std::ostream& out) {
  out << "logitbench check DIR\n\n"
         "Are these results whole and sound? Every planned run there, tables equal to what the\n"
         "journal gives, configs and data by their hashes, expectations, diverged runs. Reads\n"
         "alone. Exit code 3 where a finding is an error or a warning; codes: "
         "results/README.md.\n\n"
      << described << "\nExample:\n  logitbench check results/smoke_spiral\n";
}

void print_json(const ResultsCheck& check, std::ostream& out) {
  const Json json = {{"planned_runs", check.planned_runs},
                     {"finished_runs", check.finished_runs},
                     {"findings", findings_json(check.findings)}};
  out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

int check_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out) {
  bool as_json = false;
  po::options_description described("Options");
  auto add = described.add_options();
  add("json", po::bool_switch(&as_json), "findings as JSON");
  add("help", "this text");
  const auto [given, words] = parse_words("check", arguments, described);
  if (given.count("help") > 0) {
    print_help(described, out);
    return static_cast<int>(ExitCode::done);
  }
  if (words.size() != 1)
    throw ConfigError(
        fmt::format("check: found {} words, expected one folder of results; see "
                    "logitbench check --help",
                    words.size()));
  const ResultsCheck check = check_results(words.front(), host);
  if (as_json) {
    print_json(check, out);
  } else {
    print_findings(check.findings, out);
    out << (check.findings.empty() ? "" : "\n")
        << fmt::format("{} of {} runs finished, {}\n", check.finished_runs, check.planned_runs,
                       findings_summary(check.findings));
  }
  return static_cast<int>(any_to_mend(check.findings) ? ExitCode::check_failed : ExitCode::done);
}

}  // namespace logitbench
