#include "core/diagnosis/json_config.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/config/scalars.h"

namespace logitbench {
namespace {

Value there_and_back(const Value& value) {
  return natural_value(config_node(to_json(value), Location()));
}

TEST(JsonConfig, GivesBackWhatWasRecorded) {
  Map map;
  map.set("text", "cross_entropy");
  map.set("number as text", "10");
  map.set("word as text", "true");
  map.set("empty", "");
  map.set("flag", false);
  map.set("whole", 3);
  map.set("real", 1.0);
  map.set("small", 1e-8);
  map.set("absent", Value());
  map.set("list", List{1, 2.5, List{"a"}});
  map.set("infinite",
          List{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()});
  EXPECT_EQ(there_and_back(map), Value(map));
  // 1.0 is not 1.
  EXPECT_FALSE(there_and_back(map).map().at("real").is_integer());
}

TEST(JsonConfig, NaNIsANumberButUnderKeysThatHoldText) {
  Map map;
  map.set("value", std::numeric_limits<double>::quiet_NaN());
  map.set("note", "nan");
  const Value back = there_and_back(map);
  EXPECT_TRUE(std::isnan(back.map().real("value")));
  EXPECT_EQ(back.map().text("note"), "nan");
}

TEST(JsonConfig, SaysWhereItStands) {
  const Location at{std::make_shared<const ConfigSource>(ConfigSource{"manifest.json", "/"}), 0, 0};
  const ConfigNode node = config_node(Json::parse(R"({"a": [1]})"), at);
  EXPECT_EQ(node.find("a")->items.at(0).at.source->name, "manifest.json");
}

}  // namespace
}  // namespace logitbench
