#include "core/config/flow_text.h"

#include <gtest/gtest.h>

#include "core/config/testing/same_tree.h"
#include "core/config/yaml_reader.h"

namespace logitbench {
namespace {

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
