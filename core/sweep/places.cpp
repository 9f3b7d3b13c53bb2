#include "core/sweep/places.h"

#include "core/config/config_error.h"

namespace logitbench {

Places::Places(const ConfigNode& root) {
  Location file = root.at;
  file.line = 0;
  file_ = to_text(file);
  collect(root, "", base_);
}

void Places::collect(const ConfigNode& node, const std::string& key, ByKey& places) {
  for (const ConfigNode::Entry& entry : node.entries) {
    const std::string inner = key.empty() ? entry.key : key + "." + entry.key;
    places[inner] = to_text(entry.value.is_map() ? entry.key_at : entry.value.at);
    collect(entry.value, inner, places);
  }
}

void Places::add_swept(const std::string& key, const std::string& shown, const ConfigNode& value) {
  ByKey& places = swept_[key][shown];
  if (!places.empty()) return;
  places[key] = to_text(value.at);
  collect(value, key, places);
}

void Places::add_drawn(const std::string& key, const Location& at) { drawn_[key] = to_text(at); }

std::string Places::of(const std::string& key, const std::vector<std::string>& swept_keys,
                       const std::vector<std::string>& swept) const {
  for (std::string part = key;;) {
    for (size_t i = 0; i < swept_keys.size() && i < swept.size(); ++i) {
      const auto drawn =
          swept_keys[i] == part && !swept[i].empty() ? drawn_.find(part) : drawn_.end();
      if (drawn != drawn_.end()) return drawn->second;
      const auto values = swept_.find(swept_keys[i]);
      if (values == swept_.end()) continue;
      const auto chosen = values->second.find(swept[i]);
      if (chosen == values->second.end()) continue;
      if (const auto found = chosen->second.find(part); found != chosen->second.end())
        return found->second;
    }
    if (const auto found = base_.find(part); found != base_.end()) return found->second;
    const size_t dot = part.rfind('.');
    if (dot == std::string::npos) return file_;
    part.resize(dot);
  }
}

}  // namespace logitbench
