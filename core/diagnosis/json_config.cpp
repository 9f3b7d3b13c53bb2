#include "core/diagnosis/json_config.h"

#include "core/config/scalars.h"

namespace logitbench {

namespace {

bool holds_text(const std::string& key) {
  return key == "experiment" || key == "note" || key == "source" || key == "metric" ||
         key == "quantity";
}

// Quoted only where it would be read as something else: a name or a word is written without quotes.
ConfigNode text_node(const std::string& text, const Location& at) {
  ConfigNode node = scalar_node(text, at);
  node.quoted = !natural_value(node).is_text();
  return node;
}

ConfigNode word_node(const std::string& text, const Location& at) {
  if (text == "nan" || text == "inf") return scalar_node("." + text, at);
  if (text == "-inf") return scalar_node("-.inf", at);
  return text_node(text, at);
}

}  // namespace

ConfigNode config_node(const Json& json, const Location& at) {
  if (json.is_string()) return word_node(json.get_ref<const std::string&>(), at);
  if (json.is_boolean() || json.is_number()) return scalar_node(json.dump(), at);
  ConfigNode node;
  node.at = at;
  if (json.is_array()) {
    node.kind = ConfigNode::Kind::list;
    for (const Json& item : json) node.items.push_back(config_node(item, at));
  } else if (json.is_object()) {
    node.kind = ConfigNode::Kind::map;
    for (const auto& [key, value] : json.items()) {
      const bool text = value.is_string() && holds_text(key);
      node.entries.push_back(
          {key, at,
           text ? text_node(value.get_ref<const std::string&>(), at) : config_node(value, at)});
    }
  }
  return node;
}

}  // namespace logitbench
