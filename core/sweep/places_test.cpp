#include "core/sweep/places.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

TEST(Places, NameWhereAKeyOfARunWasWritten) {
  const ConfigNode root = [] {
    ConfigNode node = map_node({std::make_shared<ConfigSource>(ConfigSource{"a.yaml", "."}), 1, 1});
    const auto at = [&](int line, int column) { return Location{node.at.source, line, column}; };
    ConfigNode optimizer = map_node(at(2, 12));
    optimizer.entries.push_back({"lr", at(2, 13), scalar_node("0.1", at(2, 17))});
    node.entries.push_back({"loss", at(1, 1), scalar_node("cross_entropy", at(1, 7))});
    node.entries.push_back({"optimizer", at(2, 1), optimizer});
    return node;
  }();
  Places places(root);
  EXPECT_EQ(places.of("loss", {}, {}), "a.yaml:1:7");
  EXPECT_EQ(places.of("optimizer.lr", {}, {}), "a.yaml:2:17");
  EXPECT_EQ(places.of("optimizer.momentum", {}, {}), "a.yaml:2:1") << "the section above it";
  EXPECT_EQ(places.of("dataset.validation", {}, {}), "a.yaml") << "the file";

  const Location swept{root.at.source, 9, 12};
  places.add_swept("optimizer.lr", "0.5", scalar_node("0.5", swept));
  EXPECT_EQ(places.of("optimizer.lr", {"optimizer.lr"}, {"0.5"}), "a.yaml:9:12");
  EXPECT_EQ(places.of("optimizer.lr", {"optimizer.lr"}, {"0.7"}), "a.yaml:2:17");
  EXPECT_EQ(places.of("loss", {"optimizer.lr"}, {"0.5"}), "a.yaml:1:7");
}

}  // namespace
}  // namespace logitbench
