#include "core/record/value_json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace logitbench {
namespace {

TEST(ValueJson, KeepsTypesAndTheOrderOfKeys) {
  Map layer;
  layer.set("name", "conv2d");
  layer.set("out", 8);
  Map map;
  map.set("z", true);
  map.set("a", 0.5);
  map.set("left_out", Value());
  map.set("layers", List{Value(layer), Value(2.0)});
  map.set("text", "ü \"quoted\"");
  EXPECT_EQ(to_json(map).dump(),
            R"({"z":true,"a":0.5,"left_out":null,"layers":[{"name":"conv2d","out":8},2.0],)"
            R"("text":"ü \"quoted\""})");
}

TEST(ValueJson, AnEmptyMapIsAnObjectAndAnEmptyListAnArray) {
  EXPECT_EQ(to_json(Map()).dump(), "{}");
  EXPECT_EQ(to_json(Value(List())).dump(), "[]");
}

TEST(ValueJson, NumbersComeBackWhateverTheyAre) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  for (double value : {0.1, -0.0, 5e-324, 1.7976931348623157e308, inf, -inf}) {
    const double read = from_json_number(Json::parse(json_number(value).dump()));
    EXPECT_EQ(read, value);
    EXPECT_EQ(std::signbit(read), std::signbit(value));
  }
  EXPECT_EQ(json_number(std::nan("")).dump(), "\"nan\"");
  EXPECT_TRUE(std::isnan(from_json_number("nan")));
}

TEST(ValueJson, OtherTextIsNoNumber) {
  EXPECT_THROW(from_json_number("0.5"), nlohmann::json::exception);
  EXPECT_THROW(from_json_number(nullptr), nlohmann::json::exception);
}

}  // namespace
}  // namespace logitbench
