#include "tools/logitbench/static_plots/gnuplot_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tools/logitbench/text_width.h"

namespace logitbench {
namespace {

// Whatever is in the text: between the quotes stand only bytes that gnuplot takes for nothing else.
TEST(GnuplotText, LetsNoByteOfAUserReachGnuplotsReader) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string quoted = gnuplot_string("a" + std::string(1, static_cast<char>(byte)) + "b");
    ASSERT_GE(quoted.size(), 5u) << byte;
    EXPECT_EQ(quoted.front(), '"') << byte;
    EXPECT_EQ(quoted.back(), '"') << byte;
    const std::string inner = quoted.substr(1, quoted.size() - 2);
    EXPECT_EQ(inner.find_first_of("\"'`$@\n\r#{}^&!|%*~[]"), std::string::npos) << inner;
    // A backslash begins three octal digits.
    for (size_t at = inner.find('\\'); at != std::string::npos; at = inner.find('\\', at + 4)) {
      ASSERT_LE(at + 4, inner.size()) << inner;
      EXPECT_EQ(inner.find_first_not_of("01234567", at + 1) < at + 4, false) << inner;
    }
  }
}

TEST(GnuplotText, WritesInOctalWhatIsMoreThanALetter) {
  EXPECT_EQ(gnuplot_string("`touch x` $(y) \"q\""), "\"\\140touch x\\140 \\044(y) \\042q\\042\"");
  EXPECT_EQ(gnuplot_string("a_1.5, b-c"), "\"a_1.5, b-c\"");
  EXPECT_EQ(gnuplot_string("größe 漢字"), "\"größe 漢字\"");
  EXPECT_EQ(gnuplot_string("two\nlines"), "\"two lines\"");
}

TEST(GnuplotText, ReplacesWhatNoXmlHolds) {
  for (const char* text : {"a\x01z", "a\x7fz", "a\xffz", "a\xef\xbf\xbfz"})
    EXPECT_EQ(gnuplot_string(text), "\"a\xef\xbf\xbdz\"") << text;
}

// A tic's label is a format: a percent sign alone would be taken for a number's place.
TEST(GnuplotText, DoublesPercentSignsOfTics) {
  EXPECT_EQ(gnuplot_tic_string("50 %d"), "\"50 \\045\\045d\"");
}

TEST(GnuplotText, ShortensInTheMiddle) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefgh", 5), "ab…gh");
  for (const std::string text :
       {"a long name, 0.1, false", "größere größe größter", "漢字漢字漢字"})
    for (size_t most = 3; most < 12; ++most) {
      const std::string cut = shortened(text, most);
      EXPECT_LE(text_width(cut), most) << cut;
      EXPECT_NE(cut.find("…"), std::string::npos) << cut;
      EXPECT_TRUE(cut[0] == text[0] || cut.starts_with("…")) << cut;
    }
}

TEST(GnuplotText, WrapsAtSpacesAndShortensWords) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapped("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrapped(" one\n two ", 9), Lines{"one two"});
  EXPECT_EQ(wrapped("", 7), Lines{});
  EXPECT_EQ(wrapped("a abcdefgh b", 5), (Lines{"a", "ab…gh", "b"}));
  for (const std::string& line :
       wrapped("some words and averyverylongwordindeed that are wrapped", 10))
    EXPECT_LE(text_width(line), 10u) << line;
}

}  // namespace
}  // namespace logitbench
