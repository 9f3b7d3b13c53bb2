// logitbench: the first word picks the command; each has a file of its own.
#include <logitbench/error.h>

#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"
#include "tools/logitbench/bench/bench_command.h"
#include "tools/logitbench/check_command.h"
#include "tools/logitbench/compare_command.h"
#include "tools/logitbench/data_command.h"
#include "tools/logitbench/diff_command.h"
#include "tools/logitbench/export/export_command.h"
#include "tools/logitbench/isolated_run.h"
#include "tools/logitbench/plugin_paths.h"
#include "tools/logitbench/plugins_command.h"
#include "tools/logitbench/report_command.h"
#include "tools/logitbench/reproduce_command.h"
#include "tools/logitbench/run_command.h"
#include "tools/logitbench/show_command.h"
#include "tools/logitbench/status_command.h"
#include "tools/logitbench/version_command.h"

namespace {

using namespace logitbench;

struct Command {
  const char* name;
  const char* what;
  int (*execute)(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);
};

constexpr Command kCommands[] = {
    {"run", "train every run that a config stands for, write CSVs", run_command},
    {"check", "what is wrong with an experiment; whether results are whole", check_command},
    {"status", "how far the runs of a results folder are, as they go", status_command},
    {"show", "one run: its config, the command that repeats it, results, log", show_command},
    {"diff", "why two runs differ: config, environment, data, results, curves", diff_command},
    {"compare", "which setting is better, and is that more than chance", compare_command},
    {"report", "one HTML page: the answer, curves, sweeps, comparisons, runs", report_command},
    {"export", "for other programs: wide CSV, TensorBoard, weights, predictions", export_command},
    {"reproduce", "run the notebooks' configs, print each number they claim beside ours",
     reproduce_command},
    {"bench", "how fast losses, layers, optimizers and training are here", bench_command},
    {"plugins", "list what can be picked; describe parameters", plugins_command},
    {"data", "list, fetch and verify data sets", data_command},
};

void print_help(std::ostream& out) {
  out << "logitbench COMMAND [words] [--plugin-path DIR]...\n\n"
         "Experiments on classification losses, from YAML to CSV.\n\nCommands\n";
  for (const Command& command : kCommands) {
    std::string name = command.name;
    name.resize(11, ' ');
    out << "  " << name << command.what << '\n';
  }
  out << "  --version  versions of the program and its libraries\n\n"
         "logitbench COMMAND --help tells more.\n\nExample:\n"
         "  logitbench run configs/smoke/spiral.yaml\n";
}

int dispatch(std::vector<std::string> words) {
  PluginHost host(plugin_search_path(take_plugin_paths(words)));
  if (words.empty() || words[0] == "--help" || words[0] == "help") {
    print_help(words.empty() ? std::cerr : std::cout);
    return static_cast<int>(words.empty() ? ExitCode::bad_config : ExitCode::done);
  }
  if (words[0] == "--version") return version_command(host, std::cout);
  if (words[0] == kIsolatedRunCommand) return isolated_run_command(host);
  for (const Command& command : kCommands)
    if (words[0] == command.name)
      return command.execute({words.begin() + 1, words.end()}, host, std::cout);
  throw ConfigError("there is no command '" + words[0] + "'; see logitbench --help");
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that went away, or a limit on file sizes, is an error to report, not the end of a run.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    const int code = dispatch({argv + 1, argv + argc});
    std::cout.flush();
    if (!std::cout) throw ResultsError("standard output cannot be written");
    return code;
  } catch (const Error& error) {
    std::cerr << "logitbench: " << error.what() << '\n';
    return static_cast<int>(error.exit_code());
  } catch (const std::exception& error) {
    std::cerr << "logitbench: " << error.what() << '\n';
    return static_cast<int>(ExitCode::runs_failed);
  }
}
