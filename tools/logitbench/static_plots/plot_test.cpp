#include "tools/logitbench/static_plots/plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tools/logitbench/static_plots/plot_script.h"

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Plot, StepsOfTicsAreRoundAndFew) {
  for (const double range : {1e-9, 0.03, 0.9, 1.0, 7.0, 50.0, 1e12, 1e300})
    for (const int most : {1, 6, 10}) {
      const double step = tic_step(5, 5 + range, most);
      if (5 + range == 5) continue;                    // no range in double precision
      EXPECT_LE(range / step, most * 1.001) << range;  // a rounding of 5 + range
      EXPECT_GE(range / step, most / 2.6) << range;    // from 2 to 5 is the longest way
      const double digit = step / std::pow(10, std::floor(std::log10(step * 1.0001)));
      EXPECT_LT(std::min({std::abs(digit - 1), std::abs(digit - 2), std::abs(digit - 5)}), 1e-6)
          << step;
    }
  EXPECT_EQ(tic_step(3, 3, 6), 0);
  EXPECT_EQ(tic_step(-1e308, 1e308, 1), 0);
}

TEST(Plot, GivesGnuplotNumbersThatItHolds) {
  EXPECT_EQ(plot_number(0.25), "0.25");
  EXPECT_EQ(plot_number(7), "7");
  EXPECT_EQ(plot_number(Json()), "NaN");
  EXPECT_EQ(plot_number("`touch x`"), "NaN");
  EXPECT_EQ(plot_number(-1e301), "NaN");
}

TEST(Plot, HasAnotherNameForEachBlock) {
  Plot plot;
  EXPECT_EQ(plot.add_block({{0, 0.5}, {1, Json()}}), "$data0");
  EXPECT_EQ(plot.add_block({}), "$data1");
  EXPECT_EQ(plot.data, "$data0 << END\n0 0.5\n1 NaN\nEND\n$data1 << END\nEND\n");
}

// Whatever a name is made of, the script has it in a string of its own and within the picture.
TEST(Plot, KeepsTextsInTheirPlace) {
  Plot plot;
  plot.name = "curves.x-2";
  plot.title = "a `title` of \"words\"\nand lines";
  plot.draw("$data0 using 1:2 with lines", std::string(300, 'w') + "`touch x`");
  plot.draw("$data0 using 1:3 with lines");
  const std::string script = plot_script(plot);
  EXPECT_THAT(script, Not(HasSubstr("`")));
  EXPECT_THAT(script, HasSubstr("\"a \\140title\\140 of \\042words\\042 and lines\""));
  EXPECT_THAT(script, Not(HasSubstr(std::string(80, 'w'))));
  EXPECT_THAT(script,
              HasSubstr("w\\140touch x\\140\", \\\n     $data0 using 1:3 with lines notitle"));
  EXPECT_THAT(script, HasSubstr("name \"curves_x_2\"\nset output \"curves.x-2.svg\""));
}

}  // namespace
}  // namespace logitbench
