#include "tools/logitbench/report/repeat_command.h"

#include <logitbench/error.h>

#include <algorithm>
#include <sstream>

#include "core/config/flow_text.h"
#include "tools/logitbench/run_options.h"

namespace logitbench {

namespace {

// The key that a word of the command line steers.
std::string key_of(const std::string& word) {
  const size_t begin = word.starts_with('+') || word.starts_with('~') ? 1 : 0;
  return word.substr(begin, word.find('=') - begin);
}

bool is_or_is_below(const std::string& key, const std::string& above) {
  return key == above || key.starts_with(above + ".");
}

std::vector<std::string> texts(const Json& manifest, const char* name) {
  const auto found = manifest.find(name);
  return found == manifest.end() ? std::vector<std::string>{}
                                 : found->get<std::vector<std::string>>();
}

// YAML that the command line reads back as this one value.
std::string value_word(const std::string& text) {
  const bool is_flow = text.starts_with('[') || text.starts_with('{');
  return is_flow || is_plain_word(text) ? text : Json(text).dump();
}

RepeatSource source_in(const Json& manifest) {
  const std::vector<std::string> words = texts(manifest, "command_line");
  if (words.size() < 2 || words[1] != "run") throw ConfigError("no command `run` is recorded");
  std::ostringstream help;
  const auto options = parse_run_options({words.begin() + 2, words.end()}, help);
  if (!options) throw ConfigError("no command with a config is recorded");
  if (options->configs.size() != 1)
    throw ConfigError("the command had several configs; which one this is, is not recorded");
  RepeatSource source{options->configs.front().string(), {}, texts(manifest, "swept_keys")};
  for (const std::string& word : options->overrides) {
    const std::string key = key_of(word);
    const bool is_set_anew = std::any_of(source.swept_keys.begin(), source.swept_keys.end(),
                                         [&](const std::string& swept) { return key == swept; });
    if (!is_set_anew && key != "seed" && !is_or_is_below(key, "sweep"))
      source.overrides.push_back(word);
  }
  return source;
}

}  // namespace

std::optional<RepeatSource> repeat_source(const Json& manifest, std::string& why) {
  try {
    return source_in(manifest);
  } catch (const std::exception& error) {
    why = error.what();
    return std::nullopt;
  }
}

std::string repeat_command(const RepeatSource& source, const std::vector<std::string>& swept,
                           uint64_t seed, const std::string& run_id) {
  std::vector<std::string> words = {"logitbench", "run", source.config};
  words.insert(words.end(), source.overrides.begin(), source.overrides.end());
  words.push_back("sweep={}");
  for (size_t k = 0; k < source.swept_keys.size() && k < swept.size(); ++k)
    if (!swept[k].empty() && source.swept_keys[k] != "seed")
      words.push_back(source.swept_keys[k] + "=" + value_word(swept[k]));
  words.push_back("seed=" + std::to_string(seed));
  words.push_back("--out");
  words.push_back("results/again/" + run_id);
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + shell_quoted(word);
  return line;
}

std::string shell_quoted(const std::string& word) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace logitbench
