#include "tools/logitbench/report/setting_words.h"

namespace logitbench {

std::string setting_words(const std::vector<std::string>& keys,
                          const std::vector<std::string>& setting) {
  std::string text;
  for (size_t k = 0; k < keys.size() && k < setting.size(); ++k)
    if (!setting[k].empty()) text += (text.empty() ? "" : ", ") + keys[k] + " " + setting[k];
  return text.empty() ? "all runs" : text;
}

std::string counted(size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string counted(size_t least, size_t most, const char* one, const char* many) {
  return (least < most ? std::to_string(least) + " to " : "") + counted(most, one, many);
}

}  // namespace logitbench
