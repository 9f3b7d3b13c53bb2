#include "tools/logitbench/plugin_paths.h"

#include <logitbench/error.h>

#include <cstddef>

namespace logitbench {

std::vector<std::filesystem::path> take_plugin_paths(std::vector<std::string>& words) {
  std::vector<std::filesystem::path> paths;
  const std::string option = "--plugin-path";
  for (size_t i = 0; i < words.size();) {
    if (words[i].starts_with(option + "=")) {
      paths.emplace_back(words[i].substr(option.size() + 1));
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    } else if (words[i] == option) {
      if (i + 1 == words.size()) throw ConfigError("--plugin-path needs a folder");
      paths.emplace_back(words[i + 1]);
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i),
                  words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
    } else {
      ++i;
    }
  }
  return paths;
}

std::vector<std::string> plugin_path_words(const PluginHost& host) {
  const std::vector<std::filesystem::path>& all = host.search_path();
  const size_t given = all.size() - plugin_search_path({}).size();  // they come first
  std::vector<std::string> words;
  for (size_t i = 0; i < given; ++i) words.insert(words.end(), {"--plugin-path", all[i].string()});
  return words;
}

}  // namespace logitbench
