#include "core/record/json_member.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

TEST(JsonMember, of_an_object_is_its_member) {
  const Json json = {{"a", {{"b", 1}}}, {"t", "x"}};
  EXPECT_EQ(member_or_null(json, "a"), Json({{"b", 1}}));
  EXPECT_EQ(text_member(json, "t"), "x");
  EXPECT_EQ(text_member(json, "a"), "");
}

TEST(JsonMember, of_anything_else_is_null) {
  for (const Json& json : {Json(), Json(7), Json("a"), Json::array({"a"}), Json::object()}) {
    EXPECT_TRUE(member_or_null(json, "a").is_null()) << json;
    EXPECT_EQ(text_member(json, "a"), "") << json;
  }
}

}  // namespace
}  // namespace logitbench
