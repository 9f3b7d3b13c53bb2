#include "core/config/scalars.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/config/nearest_name.h"
#include "core/config/value_text.h"

namespace logitbench {
namespace {

ConfigNode plain(const std::string& text) { return scalar_node(text, {}); }

TEST(Scalars, integers_follow_the_core_schema) {
  const std::pair<const char*, int64_t> good[] = {
      {"0", 0},     {"-7", -7},   {"+7", 7},     {"010", 10},
      {"0o17", 15}, {"0x1f", 31}, {"0xFF", 255}, {"9223372036854775807", INT64_MAX}};
  for (const auto& [text, value] : good) {
    EXPECT_EQ(parse_integer(text).problem, NumberProblem::none) << text;
    EXPECT_EQ(parse_integer(text).value, value) << text;
  }
  for (const char* text :
       {"", "-", "+", "--1", "+-1", "1.0", "1e3", "1_000", "0x", "0b1", "1 ", "x"})
    EXPECT_EQ(parse_integer(text).problem, NumberProblem::not_a_number) << text;
  for (const char* text :
       {"9223372036854775808", "99999999999999999999999", "-99999999999999999999"})
    EXPECT_EQ(parse_integer(text).problem, NumberProblem::out_of_range) << text;
}

TEST(Scalars, reals_follow_the_core_schema) {
  const std::pair<const char*, double> good[] = {
      {"0.1", 0.1},         {".5", 0.5},
      {"5.", 5.0},          {"-1e-3", -1e-3},
      {"+1E+3", 1000.0},    {"12", 12.0},
      {"0x10", 16.0},       {".inf", INFINITY},
      {"-.inf", -INFINITY}, {"100000000000000000000", 1e20}};
  for (const auto& [text, value] : good) {
    EXPECT_EQ(parse_real(text).problem, NumberProblem::none) << text;
    EXPECT_EQ(parse_real(text).value, value) << text;
  }
  EXPECT_TRUE(std::isnan(parse_real(".nan").value));
  for (const char* text : {"", ".", "-", "e5", "1e", "1e+", "inf", "nan", "infinity", "-.nan",
                           "1,5", "1.2.3", "0x1p3", "1f", "1 "})
    EXPECT_EQ(parse_real(text).problem, NumberProblem::not_a_number) << text;
  for (const char* text : {"1e999", "-1e999", "1e-999"})
    EXPECT_EQ(parse_real(text).problem, NumberProblem::out_of_range) << text;
}

TEST(Scalars, booleans_are_two_words) {
  EXPECT_EQ(parse_boolean("true"), true);
  EXPECT_EQ(parse_boolean("false"), false);
  for (const char* text : {"True", "yes", "on", "1", ""}) EXPECT_FALSE(parse_boolean(text)) << text;
}

TEST(Scalars, natural_values_are_what_they_look_like) {
  EXPECT_EQ(natural_value(plain("3")), Value(3));
  EXPECT_EQ(natural_value(plain("3.0")), Value(3.0));
  EXPECT_EQ(natural_value(plain("true")), Value(true));
  EXPECT_EQ(natural_value(plain("relu")), Value("relu"));
  ConfigNode quoted = plain("3");
  quoted.quoted = true;
  EXPECT_EQ(natural_value(quoted), Value("3"));
}

TEST(ValueText, is_the_shortest_that_reads_back) {
  EXPECT_EQ(value_text(Value(0.1)), "0.1");
  EXPECT_EQ(value_text(Value(1.0)), "1");
  EXPECT_EQ(value_text(Value(1e-7)), "1e-07");
  EXPECT_EQ(value_text(Value(0.1f + 0.0)), "0.10000000149011612");
  EXPECT_EQ(value_text(Value(-std::nan(""))), "nan");
  EXPECT_EQ(value_text(Value(-INFINITY)), "-inf");
  EXPECT_EQ(value_text(Value(true)), "true");
  EXPECT_EQ(value_text(Value()), "");
  Map map;
  map.set("b", 1);
  map.set("a", List{1, 0.5, "x", "1", "p, q"});
  EXPECT_EQ(value_text(Value(map)), R"({b:1,a:[1,0.5,x,"1","p, q"]})");
}

TEST(ValueText, canonical_text_sorts_keys_and_drops_nulls) {
  Map map;
  map.set("b", 1.0);
  map.set("none", Value());
  map.set("a", List{"q\"\\\n", Value(), false});
  map.set("i", INFINITY);
  EXPECT_EQ(canonical_text(Value(map)), R"({"a":["q\"\\\u000a",null,false],"b":1,"i":"inf"})");
}

TEST(NearestName, finds_what_was_meant) {
  const std::vector<std::string> known{"cross_entropy", "softmax_prob", "mnist_loss", "lr",
                                       "dataset"};
  EXPECT_EQ(nearest_name("cross_entrpy", known), "cross_entropy");
  EXPECT_EQ(nearest_name("dateset", known), "dataset");
  EXPECT_EQ(nearest_name("rl", known), "lr");
  EXPECT_EQ(nearest_name("Dataset", known), "dataset");
  EXPECT_EQ(nearest_name("cross", known), "cross_entropy");
  EXPECT_EQ(nearest_name("quux", known), std::nullopt);
  EXPECT_EQ(nearest_name("", known), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(1 << 20, 'x'), known), std::nullopt);
}

TEST(NearestName, counts_edits) {
  EXPECT_EQ(edit_distance("kitten", "sitting", 9), 3u);
  EXPECT_EQ(edit_distance("ab", "ba", 9), 1u);
  EXPECT_EQ(edit_distance("", "abc", 9), 3u);
  EXPECT_EQ(edit_distance("abcdef", "ghijkl", 2), 3u);
}

}  // namespace
}  // namespace logitbench
