#include "core/config/block_text.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>

#include "core/config/flow_text.h"

namespace logitbench {

namespace {

// Plain as flow_text has it; between quotes escapes keep every other character.
void emit_text(const std::string& text, bool quoted, YAML::Emitter& out) {
  if (quoted || !is_plain_word(text)) out << YAML::DoubleQuoted;
  out << text;
}

void emit(const ConfigNode& node, YAML::Emitter& out) {
  switch (node.kind) {
    case ConfigNode::Kind::null:
      out << YAML::Null;
      return;
    case ConfigNode::Kind::scalar:
      emit_text(node.text, node.quoted, out);
      return;
    case ConfigNode::Kind::list: {
      const bool plain = std::all_of(node.items.begin(), node.items.end(),
                                     [](const ConfigNode& item) { return item.is_scalar(); });
      out << (plain ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
      for (const ConfigNode& item : node.items) emit(item, out);
      out << YAML::EndSeq;
      return;
    }
    case ConfigNode::Kind::map:
      if (node.entries.empty()) out << YAML::Flow;
      out << YAML::BeginMap;
      for (const ConfigNode::Entry& entry : node.entries) {
        out << YAML::Key;
        emit_text(entry.key, false, out);
        out << YAML::Value;
        emit(entry.value, out);
      }
      out << YAML::EndMap;
  }
}

}  // namespace

std::string block_text(const ConfigNode& node) {
  YAML::Emitter out;
  emit(node, out);
  return std::string(out.c_str(), out.size()) + '\n';
}

}  // namespace logitbench
