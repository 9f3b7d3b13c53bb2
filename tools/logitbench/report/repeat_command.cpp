#include "tools/logitbench/report/repeat_command.h"

#include <logitbench/error.h>

#include <algorithm>
#include <sstream>

#include "core/config/flow_text.h"
#include "tools/logitbench/plugin_paths.h"
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

const Json* find_key(const Json& config, const std::string& key) {
  const Json* at = &config;
  for (size_t begin = 0; begin <= key.size();) {
    const size_t end = std::min(key.find('.', begin), key.size());
    if (!at->is_object()) return nullptr;
    const auto found = at->find(key.substr(begin, end - begin));
    if (found == at->end()) return nullptr;
    at = &*found;
    begin = end + 1;
  }
  return at;
}

// YAML that the command line reads back as this one value; JSON is YAML.
std::string value_word(const std::string& key, const std::string& text, const Json& config) {
  if (is_plain_word(text)) return text;
  const Json* value = find_key(config, key);
  const bool whole = text.starts_with('[') || text.starts_with('{');
  return whole && value != nullptr ? without_nulls(*value).dump() : Json(text).dump();
}

RepeatSource source_in(const Json& manifest) {
  std::vector<std::string> words = texts(manifest, "command_line");
  const std::vector<std::filesystem::path> plugin_paths = take_plugin_paths(words);
  if (words.size() < 2 || words[1] != "run") throw ConfigError("no command `run` is recorded");
  std::ostringstream help;
  const auto options = parse_run_options({words.begin() + 2, words.end()}, help);
  if (!options) throw ConfigError("no command with a config is recorded");
  if (options->configs.size() != 1)
    throw ConfigError("the command had several configs; which one this is, is not recorded");
  RepeatSource source{options->configs.front().string(), {}, texts(manifest, "swept_keys"), {}};
  for (const auto& path : plugin_paths) source.plugin_paths.push_back(path.string());
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

std::string repeat_command(const RepeatSource& source, const RepeatedRun& run) {
  std::vector<std::string> words = {"logitbench", "run", source.config};
  words.insert(words.end(), source.overrides.begin(), source.overrides.end());
  words.push_back("sweep={}");
  for (size_t k = 0; k < source.swept_keys.size() && k < run.swept.size(); ++k) {
    const std::string& key = source.swept_keys[k];
    if (!run.swept[k].empty() && key != "seed")
      words.push_back(key + "=" + value_word(key, run.swept[k], run.config));
  }
  words.push_back("seed=" + std::to_string(run.seed));
  words.push_back("--out");
  words.push_back("results/again/" + run.run_id);
  for (const std::string& path : source.plugin_paths)
    words.insert(words.end(), {"--plugin-path", path});
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
