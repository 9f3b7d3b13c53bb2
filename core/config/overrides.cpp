#include "core/config/overrides.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/config/config_error.h"
#include "core/config/config_file.h"
#include "core/config/key_path.h"
#include "core/config/nearest_name.h"
#include "core/config/yaml_reader.h"

namespace logitbench {

namespace {

Location location_of(const std::string& word) {
  constexpr size_t kLongestShown = 120;
  std::string name = "command line: " + word.substr(0, kLongestShown);
  if (word.size() > kLongestShown) name += "...";
  std::error_code error;
  return {std::make_shared<const ConfigSource>(
              ConfigSource{std::move(name), std::filesystem::current_path(error)}),
          0, 0};
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

ConfigNode parse_value(const std::string& text, const Override& override) {
  if (is_blank(text))
    fail(override.at,
         fmt::format("found no value for {}, expected one; to remove the key write ~{}",
                     override.key, override.key));
  return parse_yaml(text, override.at, false);
}

void refuse_file_only(const Override& override) {
  if (override.key == "extends" || is_below(override.key, "extends"))
    fail(override.at, "extends takes effect in a file only; write it there");
}

std::string nearest_key(const ConfigNode& root, const std::vector<std::string>& path) {
  const std::vector<std::string> above(path.begin(), path.end() - 1);
  const ConfigNode* parent = find_key(root, above);
  std::vector<std::string> keys;
  if (parent != nullptr)
    for (const ConfigNode::Entry& entry : parent->entries) keys.push_back(entry.key);
  return did_you_mean(path.back(), keys);
}

ConfigNode* swept_parameters(ConfigNode& root) {
  ConfigNode* sweep = root.find("sweep");
  return sweep == nullptr ? nullptr : sweep->find("parameters");
}

// What the command line says of a key holds in every case that the file lists.
bool take_from_cases(ConfigNode& root, const std::string& key) {
  bool found = false;
  ConfigNode* sweep = root.find("sweep");
  for (const char* list : {"cases", "include"})
    if (ConfigNode* cases = sweep == nullptr ? nullptr : sweep->find(list))
      for (ConfigNode& one : cases->items) {
        found = found || one.find(key) != nullptr;
        one.erase(key);
      }
  return found;
}

void apply(ConfigNode& root, const Override& override) {
  const std::vector<std::string> path = split_key(override.key, override.at);
  const bool in_cases = take_from_cases(root, override.key);
  if (override.action == Override::Action::sweep) {
    set_key(root, {"sweep", "parameters", override.key}, override.value, override.at);
    return;
  }
  ConfigNode* swept = swept_parameters(root);
  const bool is_swept = swept != nullptr && swept->find(override.key) != nullptr;
  if (override.action == Override::Action::remove) {
    const bool removed = remove_key(root, path);
    if (!removed && !is_swept && !in_cases)
      fail(override.at, fmt::format("found no key {} in the config to remove{}", override.key,
                                    nearest_key(root, path)));
  } else {
    if (override.action == Override::Action::add && find_key(root, path) != nullptr)
      fail(override.at,
           fmt::format("found the key {} in the config already, expected a new one; to "
                       "change it write {}=...",
                       override.key, override.key));
    set_key(root, path, override.value, override.at);
  }
  if (is_swept) swept_parameters(root)->erase(override.key);
}

}  // namespace

std::vector<std::string> split_values(const std::string& text) {
  std::vector<std::string> values(1);
  int depth = 0;
  char quote = '\0';
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool starts = is_blank(values.back());
    if (quote != '\0') {
      if (quote == '"' && c == '\\' && i + 1 < text.size())
        values.back() += text[i++];
      else if (c == quote)
        quote = '\0';
    } else if ((c == '"' || c == '\'') && (depth > 0 || starts)) {
      quote = c;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      values.emplace_back();
      continue;
    }
    values.back() += text[i];
  }
  return values;
}

Override parse_override(const std::string& word) {
  Override result;
  result.at = location_of(word);
  if (word.size() > kMostConfigBytes) fail(result.at, "is too long, expected at most 16 MiB");
  check_text(word, result.at);
  if (word.starts_with("~")) {
    result.action = Override::Action::remove;
    result.key = word.substr(1);
    if (result.key.find('=') != std::string::npos)
      fail(result.at, "found a value, expected only the key to remove, e.g. ~optimizer.momentum");
    split_key(result.key, result.at);
    refuse_file_only(result);
    return result;
  }
  const size_t equals = word.find('=');
  if (equals == std::string::npos)
    fail(result.at, "found no '=', expected key=value, +key=value or ~key, e.g. optimizer.lr=0.1");
  const bool adds = word.starts_with("+");
  result.key = word.substr(adds ? 1 : 0, equals - (adds ? 1 : 0));
  if (adds) result.action = Override::Action::add;
  split_key(result.key, result.at);
  refuse_file_only(result);
  const std::string text = word.substr(equals + 1);
  const std::vector<std::string> values = split_values(text);
  if (values.size() == 1) {
    result.value = parse_value(text, result);
    return result;
  }
  if (adds)
    fail(result.at,
         fmt::format("found several values, expected one; to sweep write {}={}", result.key, text));
  result.action = Override::Action::sweep;
  result.value.kind = ConfigNode::Kind::list;
  result.value.at = result.at;
  for (const std::string& value : values) {
    if (is_blank(value))
      fail(result.at, "found an empty value between commas, expected values such as 0.1,1.0");
    result.value.items.push_back(parse_value(value, result));
  }
  return result;
}

void apply_overrides(ConfigNode& root, const std::vector<Override>& overrides) {
  for (const Override& override : overrides) apply(root, override);
}

}  // namespace logitbench
