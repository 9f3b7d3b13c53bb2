#include "tools/logitbench/static_plots/number_axis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string settings_of(const Json& numbers, bool log) {
  Plot plot;
  set_number_axis(plot, {{"name", "optimizer.lr"}, {"numbers", numbers}, {"log", log}});
  return plot.settings;
}

TEST(NumberAxis, HasItsNumbersAsTicsAndRoomBesideThem) {
  const std::string settings = settings_of({0, 1, 2}, false);
  EXPECT_THAT(settings, HasSubstr("set xtics (\"0\" 0, \"1\" 1, \"2\" 2)"));
  EXPECT_THAT(settings, HasSubstr("set xrange [-0.04:2.04]"));
  EXPECT_THAT(settings_of({0.01, 1}, true), HasSubstr("set logscale x"));
}

TEST(NumberAxis, ReachesNoFurtherThanGnuplotHolds) {
  const std::string log = settings_of({1e-300, 1, 1e308}, true);
  EXPECT_THAT(log, HasSubstr("set xtics (\"1e-300\" 1e-300, \"1\" 1)"));
  EXPECT_THAT(settings_of({1e-304, 1, 9e299}, true), HasSubstr("set xrange [1e-305:1e+300]"));
  EXPECT_THAT(settings_of({-9.9e299, 9.9e299}, false), HasSubstr("set xrange [-1e+300:1e+300]"));
  for (const std::string& settings : {log, settings_of({-1.7e308, 0, 1.7e308}, false)}) {
    EXPECT_THAT(settings, Not(HasSubstr("inf"))) << settings;
    EXPECT_THAT(settings, Not(HasSubstr("nan"))) << settings;
  }
}

}  // namespace
}  // namespace logitbench
