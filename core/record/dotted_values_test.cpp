#include "core/record/dotted_values.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

TEST(DottedValues, name_every_value_in_the_order_of_the_object) {
  const Json json =
      Json::parse(R"({"b": 1, "a": {"y": [1, {"z": 2}], "x": {"w": null}}, "e": {}, "l": []})");
  const DottedValues values = dotted_values(json);
  std::string text;
  for (const auto& [key, value] : values) text += key + "=" + value.dump() + " ";
  EXPECT_EQ(text, R"(b=1 a.y=[1,{"z":2}] a.x.w=null e={} l=[] )");
}

TEST(DottedValues, what_is_no_object_is_one_value) {
  const DottedValues values = dotted_values(Json(3));
  ASSERT_EQ(values.size(), 1u);
  EXPECT_EQ(values[0].first, "");
  EXPECT_EQ(values[0].second, 3);
}

}  // namespace
}  // namespace logitbench
