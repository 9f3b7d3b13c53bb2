#include "tools/logitbench/diff_command.h"

#include <logitbench/error.h>
#include <unistd.h>

#include <optional>

#include "tools/logitbench/command_words.h"
#include "tools/logitbench/difference_data.h"
#include "tools/logitbench/difference_text.h"
#include "tools/logitbench/terminal.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

struct DiffOptions {
  std::string a, b;
  bool as_json = false;
};

std::optional<DiffOptions> parse(const std::vector<std::string>& arguments, std::ostream& out) {
  DiffOptions options;
  po::options_description described("Options");
  auto add = described.add_options();
  add("json", po::bool_switch(&options.as_json), "all of it as JSON");
  add("help", "this text");
  const auto [given, words] = parse_words("diff", arguments, described);
  if (given.count("help") > 0) {
    out << "logitbench diff RUN RUN\n\n"
           "Why do these two runs differ? What their configs, programs, machines and data do not\n"
           "have in common, their results side by side, and whether their curves are the same to\n"
           "the last bit or where they part. RUN is DIR/R: a folder of results, and in it a\n"
           "run_id or a part of one that no other has; or DIR alone where it holds one run.\n\n"
        << described
        << "\nExamples:\n"
           "  logitbench diff results/mine/7e9fc7aeb0 results/mine/bf7710a220\n"
           "  logitbench diff results/here results/there\n";
    return std::nullopt;
  }
  if (words.size() != 2)
    throw ConfigError("diff: found " + std::to_string(words.size()) +
                      (words.size() == 1 ? " run" : " runs") +
                      ", expected two, DIR/RUN each; see logitbench diff --help");
  options.a = words[0];
  options.b = words[1];
  return options;
}

}  // namespace

int diff_command(const std::vector<std::string>& arguments, PluginHost&, std::ostream& out) {
  const std::optional<DiffOptions> options = parse(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  const DiffedRuns runs = read_diffed_runs(options->a, options->b);
  if (options->as_json)
    out << difference_json(runs).dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
  else
    print_difference(runs, terminal_columns(STDOUT_FILENO, kColumnsWithoutTerminal), out);
  return static_cast<int>(ExitCode::done);
}

}  // namespace logitbench
