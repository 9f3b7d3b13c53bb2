#include "core/config/key_path.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/config/config_error.h"
#include "core/config/sections.h"

namespace logitbench {

namespace {
constexpr std::string_view kSweptPrefix = "sweep.parameters.";
}

std::vector<std::string> split_key(std::string_view dotted, const Location& at) {
  std::vector<std::string> path;
  std::string_view rest = dotted;
  if (dotted.size() > kSweptPrefix.size() && dotted.starts_with(kSweptPrefix))
    return {"sweep", "parameters", std::string(dotted.substr(kSweptPrefix.size()))};
  while (true) {
    const size_t dot = rest.find('.');
    const std::string_view part = rest.substr(0, dot);
    if (part.empty())
      fail(at, "found the key " + shown(dotted) +
                   ", expected names with dots between, e.g. optimizer.lr");
    path.emplace_back(part);
    if (dot == std::string_view::npos) return path;
    rest.remove_prefix(dot + 1);
  }
}

const ConfigNode* find_key(const ConfigNode& root, const std::vector<std::string>& path) {
  const ConfigNode* node = &root;
  for (size_t i = 0; i < path.size(); ++i) {
    if (i == 1 && path.size() == 2 && path[1] == "name" && plugin_section(path[0]))
      return section_name(*node);
    node = node->find(path[i]);
    if (node == nullptr) return nullptr;
  }
  return node;
}

void set_key(ConfigNode& root, const std::vector<std::string>& path, ConfigNode value,
             const Location& at) {
  ConfigNode* node = &root;
  for (size_t i = 0; i < path.size(); ++i) {
    if (i == 1 && plugin_section(path[0])) expand_bare_word(*node);
    if (node->is_null()) *node = map_node(at);
    if (!node->is_map())
      fail(at, fmt::format("{} has no keys below it: it is {}; set it as a whole",
                           fmt::join(path.begin(), path.begin() + static_cast<long>(i), "."),
                           shown(*node)));
    node = &node->get_or_add(path[i], at);
  }
  *node = std::move(value);
}

bool remove_key(ConfigNode& root, const std::vector<std::string>& path) {
  ConfigNode* node = &root;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    node = node->find(path[i]);
    if (node == nullptr) return false;
  }
  if (node->find(path.back()) == nullptr) return false;
  node->erase(path.back());
  return true;
}

bool is_below(std::string_view inner, std::string_view outer) {
  return inner.size() > outer.size() + 1 && inner.starts_with(outer) && inner[outer.size()] == '.';
}

}  // namespace logitbench
