#include "tools/logitbench/report/page_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include "core/testing/temporary_folder.h"
#include "tools/logitbench/report/drawn_number.h"

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kPage = "<script>{\"place_of\":\"data\"}</script>";

TEST(PageTemplate, HoldsDataThatEndNoScript) {
  const Json data = {{"a", "</script><!-- <script> & \xe2\x80\xa8\xe2\x80\xa9 \" \\ \xe2\x80\xa6"},
                     {"</b>", 1}};
  const std::string html = page_with(kPage, data);
  const std::string inside = html.substr(8, html.size() - 17);
  for (const char* sign : {"<", ">", "&", "\xe2\x80\xa8", "\xe2\x80\xa9"})
    EXPECT_THAT(inside, Not(HasSubstr(sign)));
  EXPECT_EQ(Json::parse(inside), data);
}

TEST(PageTemplate, TakesTextThatIsNoUtf8) {
  const std::string html = page_with(kPage, {{"a", "\xff\xe2\x80"}});
  EXPECT_TRUE(Json::accept(html.substr(8, html.size() - 17)));
}

TEST(PageTemplate, SaysWhatToDoWhereItIsMissing) {
  const TemporaryFolder folder;
  const auto refusal = [&](const auto& act) -> std::string {
    try {
      act();
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "nothing";
  };
  EXPECT_THAT(refusal([&] { read_page_template(folder.path() / "report.html"); }),
              HasSubstr("install npm"));
  EXPECT_THAT(refusal([&] { page_with("<html>", Json()); }), HasSubstr("no place for data"));
}

TEST(DrawnNumber, HasFiveDigits) {
  EXPECT_EQ(drawn_number(0.123456789).dump(), "0.12346");
  EXPECT_EQ(drawn_number(123456789).dump(), "123460000");
  EXPECT_EQ(drawn_number(-3).dump(), "-3");
  EXPECT_EQ(drawn_number(1.23456e-20).dump(), "1.2346e-20");
  EXPECT_EQ(drawn_number(1e300).dump(), "1e+300");
  EXPECT_TRUE(drawn_number(std::numeric_limits<double>::quiet_NaN()).is_null());
  EXPECT_TRUE(drawn_number(std::numeric_limits<double>::infinity()).is_null());
}

}  // namespace
}  // namespace logitbench
