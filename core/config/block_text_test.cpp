#include "core/config/block_text.h"

#include <gtest/gtest.h>

#include "core/config/scalars.h"
#include "core/config/testing/same_tree.h"
#include "core/config/yaml_reader.h"

namespace logitbench {
namespace {

TEST(BlockText, reads_back_to_the_same_tree) {
  for (const std::string text :
       {"0.1",
        "-1e-5",
        "'1'",
        "\"null\"",
        "~",
        "{}",
        "[]",
        "[64, [1, 2], {}, {a: []}]",
        "{name: mlp, hidden: [64]}",
        "a, b # no comment: here",
        "\"two\\nlines \\\"quoted\\\" \\\\\"",
        "../data/x",
        "{\"odd key, \": [\"\", ' ']}",
        "'--- '",
        "'-'",
        "\xc3\xa9t\xc3\xa9",
        "'true'",
        ".nan",
        "-.inf",
        "{a: {b: {c: [~, 1]}}, d: ~}",
        "-1",
        "+5",
        ".5",
        "1.",
        "[-1, -0.5, 1e-08]",
        "{a: -1}",
        "{layers: [{conv2d: {out: 8, kernel: 3}}, relu, [1, {x: 'y: z'}]]}",
        "\"\\x01\\t\\x7f\"",
        "'<b>&amp; it''s %TAG !x *y &z @ ` | > ? - :'",
        "'2024-01-01'",
        "'yes'",
        "'0x1f'"}) {
    const ConfigNode node = parse_yaml(text, {}, false);
    const std::string block = block_text(node);
    const ConfigNode again = parse_yaml(block, {}, false);
    EXPECT_TRUE(same_tree(node, again)) << text << " became " << block;
    // A quoted number stays text, another one a number; NaN is no equal of itself.
    if (text != ".nan") {
      EXPECT_EQ(natural_value(node), natural_value(again)) << text << " became " << block;
    }
  }
}

TEST(BlockText, is_laid_out_for_people) {
  const ConfigNode node = parse_yaml(
      "{seed: 1, model: {name: mlp, hidden: [64, 32]}, layers: [{dense: {out: 3}}, relu]}", {},
      false);
  EXPECT_EQ(block_text(node),
            "seed: 1\n"
            "model:\n"
            "  name: mlp\n"
            "  hidden: [64, 32]\n"
            "layers:\n"
            "  - dense:\n"
            "      out: 3\n"
            "  - relu\n");
}

}  // namespace
}  // namespace logitbench
