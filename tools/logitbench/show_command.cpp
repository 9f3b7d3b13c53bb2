#include "tools/logitbench/show_command.h"

#include <logitbench/error.h>
#include <unistd.h>

#include <optional>

#include "tools/logitbench/command_words.h"
#include "tools/logitbench/shown_run_data.h"
#include "tools/logitbench/shown_run_text.h"
#include "tools/logitbench/terminal.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

struct ShowOptions {
  std::vector<std::string> words;  // DIR and RUN, or both in one
  bool as_json = false, config_alone = false;
};

std::optional<ShowOptions> parse(const std::vector<std::string>& arguments, std::ostream& out) {
  ShowOptions options;
  po::options_description described("Options");
  auto add = described.add_options();
  add("config", po::bool_switch(&options.config_alone),
      "its config alone, as YAML that `logitbench run` takes");
  add("json", po::bool_switch(&options.as_json), "all of it as JSON, with the whole curves");
  add("help", "this text");
  auto [given, words] = parse_words("show", arguments, described);
  if (given.count("help") > 0) {
    out << "logitbench show DIR RUN\n\n"
           "One run of this results folder: how it ended and why, what it is made of, its "
           "results,\n"
           "its course and error.log, the command that repeats it, and its whole config.\n"
           "RUN is a run_id or a part of one that no other has; DIR/RUN may be one word, and DIR\n"
           "alone where it holds one run.\n\n"
        << described
        << "\nExamples:\n"
           "  logitbench show results/mine 7e9fc7aeb0\n"
           "  logitbench show results/mine 7e9fc7aeb0 --config > again.yaml\n";
    return std::nullopt;
  }
  if (words.empty() || words.size() > 2)
    throw ConfigError("show: found " + std::to_string(words.size()) +
                      " words, expected a folder of results and a run; see logitbench show --help");
  if (options.as_json && options.config_alone)
    throw ConfigError("show: found both --json and --config, expected one of them");
  options.words = std::move(words);
  return options;
}

}  // namespace

int show_command(const std::vector<std::string>& arguments, PluginHost&, std::ostream& out) {
  const std::optional<ShowOptions> options = parse(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  const std::vector<std::string>& words = options->words;
  const ShownRun run = read_shown_run(words.size() == 2 ? find_run(words[0], words[1], "show")
                                                        : find_run(words[0], "show"));
  if (options->config_alone)
    out << config_yaml(run);
  else if (options->as_json)
    out << shown_run_json(run).dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
  else
    print_shown_run(run, terminal_columns(STDOUT_FILENO, kColumnsWithoutTerminal), out);
  return static_cast<int>(ExitCode::done);
}

}  // namespace logitbench
