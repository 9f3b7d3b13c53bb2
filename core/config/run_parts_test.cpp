#include "core/config/run_parts.h"

#include <gtest/gtest.h>

#include "core/config/part_reader.h"
#include "core/config/testing/schemas_for_tests.h"
#include "core/config/value_text.h"
#include "core/config/yaml_reader.h"

namespace logitbench {
namespace {

TEST(RunParts, joined_texts_are_the_canonical_text_of_the_identity) {
  SchemasForTests schemas;
  const ConfigNode root = parse_yaml(
      "{dataset: {name: mnist37, dir: here}, model: linear, loss: cross_entropy, seed: 7,"
      " optimizer: {lr: 0.5}, train: {epochs: 3}, metrics: [nll], reduction: sum}",
      {}, false);
  PartReader reader("stem", schemas);
  RunParts parts;
  parts.top = std::make_shared<const TopPart>(reader.top(root));
  for (const PluginKind kind : kPluginKinds)
    parts.plugins[part_of(to_text(kind))] =
        std::make_shared<const PluginPart>(reader.plugin(kind, root));
  parts.train = std::make_shared<const TrainPart>(reader.train(root, "counter"));
  EXPECT_EQ(identity_text(parts, 7), canonical_text(identity_of(parts)));
  EXPECT_EQ(identity_text(parts, 7).find("here"), std::string::npos) << "a path";
  EXPECT_NE(identity_text(parts, 8), identity_text(parts, 7));
}

TEST(Map, copies_share_their_entries_until_one_is_changed) {
  Map first;
  first.set("a", 1);
  const Map second = first;
  EXPECT_EQ(first.find("a"), second.find("a"));
  first.set("a", 2);
  first.set("b", 3);
  EXPECT_EQ(second.integer("a"), 1);
  EXPECT_FALSE(second.has("b"));
  first.set("itself", first);
  EXPECT_EQ(first.map("itself").integer("b"), 3);
  EXPECT_FALSE(first.map("itself").has("itself"));
  EXPECT_TRUE(Map().empty());
  EXPECT_EQ(Map(), Map());
}

}  // namespace
}  // namespace logitbench
