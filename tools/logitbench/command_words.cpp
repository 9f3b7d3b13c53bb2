#include "tools/logitbench/command_words.h"

#include <logitbench/error.h>

namespace logitbench {

namespace po = boost::program_options;

CommandWords parse_words(const std::string& command, const std::vector<std::string>& arguments,
                         const po::options_description& described) {
  CommandWords words;
  po::options_description all;
  all.add(described).add_options()("word", po::value(&words.rest));
  po::positional_options_description positional;
  positional.add("word", -1);
  try {
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(
        po::command_line_parser(arguments).options(all).positional(positional).style(style).run(),
        words.given);
    po::notify(words.given);
  } catch (const po::error& error) {
    throw ConfigError(command + ": " + error.what() + "; see logitbench " + command + " --help");
  }
  return words;
}

bool is_override(const std::string& word) {
  return word.starts_with('~') || word.starts_with('+') || word.find('=') != std::string::npos;
}

}  // namespace logitbench
