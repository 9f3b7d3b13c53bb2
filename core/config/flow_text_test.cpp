#include "core/config/flow_text.h"

#include <gtest/gtest.h>

#include "core/config/yaml_reader.h"

namespace logitbench {
namespace {

bool same_tree(const ConfigNode& a, const ConfigNode& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
      a.entries.size() != b.entries.size())
    return false;
  for (size_t i = 0; i < a.items.size(); ++i)
    if (!same_tree(a.items[i], b.items[i])) return false;
  for (size_t i = 0; i < a.entries.size(); ++i)
    if (a.entries[i].key != b.entries[i].key || !same_tree(a.entries[i].value, b.entries[i].value))
      return false;
  return true;
}

TEST(FlowText, reads_back_to_the_same_tree) {
  for (const std::string text :
       {"0.1", "-1e-5", "'1'", "\"null\"", "~", "[64, [1, 2], {}]", "{name: mlp, hidden: [64]}",
        "a, b # no comment: here", "\"two\\nlines \\\"quoted\\\" \\\\\"", "../data/x",
        "{\"odd key, \": [\"\", ' ']}", "'--- '", "'-'", "\xc3\xa9t\xc3\xa9", "'true'"}) {
    const ConfigNode node = parse_yaml(text, {}, false);
    const ConfigNode again = parse_yaml(flow_text(node), {}, false);
    EXPECT_TRUE(same_tree(node, again)) << text << " became " << flow_text(node);
    // A quoted number stays text.
    if (node.text == "1" || node.text == "true") {
      EXPECT_TRUE(again.quoted) << text;
    }
  }
}

}  // namespace
}  // namespace logitbench
