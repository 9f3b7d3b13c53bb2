// logitbench report --static: pictures of the page's numbers, whatever users call their runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <sstream>

#include "core/tests/report_pages.h"
#include "core/tests/static_plots.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using Words = std::vector<std::string>;

// Width and height out of a PNG's first chunk; 0 where it is none.
std::pair<unsigned, unsigned> size_of_png(const std::string& bytes) {
  if (bytes.size() < 24 || bytes.substr(0, 8) != "\x89PNG\r\n\x1a\n") return {0, 0};
  const auto number = [&](size_t at) {
    unsigned value = 0;
    for (size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
  };
  return {number(16), number(20)};
}

unsigned attribute(const std::string& svg, const std::string& name) {
  return static_cast<unsigned>(std::stoul(svg.substr(svg.find(name + "=\"") + name.size() + 2)));
}

// The blocks of data of a script: rows of the words in them.
std::vector<std::vector<Words>> blocks_of(const std::string& script) {
  std::vector<std::vector<Words>> blocks;
  std::istringstream in(script);
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with(" << END")) {
      blocks.emplace_back();
      inside = true;
    } else if (line == "END") {
      inside = false;
    } else if (inside) {
      std::istringstream words(line);
      Words& row = blocks.back().emplace_back();
      for (std::string word; words >> word;) row.push_back(word);
    }
  }
  return blocks;
}

TEST_F(ReportStatic, DrawsEveryKindOfPlot) {
  spiral("r", {"optimizer.lr=0.01,0.1", "loss=cross_entropy,softmax_log_nll", "+sweep.repeats=3"});
  write_file(scratch / "r/tables.csv", class_tables_of(read_csv(scratch / "r/runs.csv")));
  const Outcome outcome = report({"r"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::set<std::string> names = names_in("r/plots");
  EXPECT_THAT(outcome.out, HasSubstr("report: r/plots/ (" + std::to_string(names.size()) +
                                     " plots as SVG and PNG)"));
  EXPECT_THAT(names, IsSupersetOf({"curves.valid.accuracy", "curves.train.nll",
                                   "sweep.final.valid.accuracy.by.optimizer.lr",
                                   "sweep.final.valid.accuracy.by.loss",
                                   "sweep.final.valid.accuracy.by.optimizer.lr_loss",
                                   "comparison.final.valid.accuracy.by.optimizer.lr_loss",
                                   "reliability.valid.0.01_cross_entropy",
                                   "confusion.valid.0.1_softmax_log_nll"}));
  expect_xml("r/plots");
  for (const std::string& name : names) {
    const std::string svg = read_file(scratch / ("r/plots/" + name + ".svg"));
    EXPECT_THAT(size_of_png(read_file(scratch / ("r/plots/" + name + ".png"))),
                testing::Pair(2 * attribute(svg, "width"), 2 * attribute(svg, "height")))
        << name;
    EXPECT_EQ(svg.find("<script"), std::string::npos) << name;
    EXPECT_NE(svg.find("<title>" + std::regex_replace(name, std::regex("[.-]"), "_") + "</title>"),
              std::string::npos)
        << name;
  }
  EXPECT_THAT(read_file(scratch / "r/plots/curves.valid.accuracy.svg"),
              HasSubstr("<text>valid.accuracy by epoch</text>"));
  EXPECT_THAT(read_file(scratch / "r/plots/curves.valid.nll.svg"),
              HasSubstr("<text>valid.nll (nats)</text>"));
}

TEST_F(ReportStatic, DrawsNumbersThatGnuplotDoesNotHold) {
  using Swept = std::pair<std::string, size_t>;  // and how many plots by it there are
  for (const auto& [lr, plots] : {Swept{"1e-300,1,1e308", 1}, {"1e301,1e305", 0}}) {
    spiral(lr, {"optimizer={name: sgd, lr: 1}", "optimizer.lr=" + lr, "train.epochs=0",
                "+sweep.repeats=2"});
    drawn({lr});
    EXPECT_EQ(names_in(lr + "/plots").count("sweep.final.valid.accuracy.by.optimizer.lr"), plots);
  }
}

TEST_F(ReportStatic, DrawsThePagesNumbers) {
  spiral("r", {"optimizer.lr=0.01,0.1", "+sweep.repeats=3"});
  drawn({"r"});
  const Json data = page_data(read_file(scratch / "r/report.html"));
  const Json& bands = data["curves"]["groupings"][0]["bands"]["valid.nll"];
  const auto curves = blocks_of(script("r/plots/curves.valid.nll"));
  ASSERT_EQ(curves.size(), bands.size());
  for (size_t g = 0; g < bands.size(); ++g) {
    ASSERT_EQ(curves[g].size(), 3u);
    for (size_t i = 0; i < 3; ++i)
      EXPECT_EQ(curves[g][i], Words({std::to_string(i), bands[g]["mean"][i].dump(),
                                     bands[g]["low"][i].dump(), bands[g]["high"][i].dump()}));
  }
  const Json& points = data["sweep"]["views"][0]["points"]["final.valid.accuracy"];
  const auto sweep = blocks_of(script("r/plots/sweep.final.valid.accuracy.by.optimizer.lr"));
  for (size_t i = 0; i < 2; ++i)
    EXPECT_EQ(sweep[0][i],
              Words({i == 0 ? "0.01" : "0.1", points[i]["mean"].dump(), points[i]["low"].dump(),
                     points[i]["high"].dump(), points[i]["interval_low"].dump(),
                     points[i]["interval_high"].dump()}));
  const Json& compared = data["comparison"]["comparisons"][0]["drawn"];
  const auto means = blocks_of(script("r/plots/comparison.final.valid.accuracy.by.optimizer.lr"));
  for (size_t i = 0; i < 2; ++i)
    EXPECT_EQ(means.back()[i], Words({compared[i]["mean"].dump(), std::to_string(i)}));
}

// Folders are called what users like, and so is what configs expect.
TEST_F(ReportStatic, DrawsOddTextAndExecutesNone) {
  const std::string odd = "a`touch p1`$(touch p2)\"'<b>&50%d@z{x}\\|;é漢";
  std::string text = kOddConfig;
  text.replace(text.find("<i>'source'</i>"), 15, "`touch p4` $(touch p5) @m {/Bold b}");
  text.replace(text.find("\\\"high\\\""), 8, "`touch p6`%d\\\"");
  text.replace(text.find("value: 7"), 8, "value: 0.4");
  write_file(scratch / "odd.yaml", text);
  for (const std::string& out : {odd, std::string("|touch p7")})
    ASSERT_EQ(logitbench({"run", "odd.yaml", "--quiet", "--out", out}, scratch.path()).exit_code,
              0);
  write_file(scratch / odd / "tables.csv", class_tables_of(read_csv(scratch / odd / "runs.csv")));
  drawn({odd, "|touch p7", "--out", "x.html"});
  names_in("x_plots");
  expect_xml("x_plots");
  for (const auto& entry : fs::recursive_directory_iterator(scratch.path())) {
    const std::string name = entry.path().filename();
    EXPECT_FALSE(name.size() == 2 && name[0] == 'p') << entry.path();
  }
  const std::string svg =
      read_file(scratch / "x_plots/comparison.final.valid.accuracy.by.experiment.svg");
  EXPECT_THAT(svg, HasSubstr("50%d@z{x}\\|;é漢</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("<b>")));
  EXPECT_THAT(read_file(scratch / "x_plots/curves.valid.accuracy.svg"),
              HasSubstr("`touch p4` $(touch p5)"));
}

TEST_F(ReportStatic, DrawsRunsThatAllDivergedAndOneRunAlone) {
  spiral("r", {"optimizer={name: sgd, lr: 1e30}", "+sweep.repeats=2"});
  drawn({"r"});
  EXPECT_THAT(names_in("r/plots"), testing::Contains("curves.valid.accuracy"));
  EXPECT_THAT(read_file(scratch / "r/plots/curves.valid.accuracy.svg"),
              HasSubstr("all runs (diverged)"));
  spiral("one", {});
  drawn({"one"});
  for (const std::string& name : names_in("one/plots"))
    EXPECT_TRUE(name.starts_with("curves.")) << name;
}

// As tables alone: more settings than anyone tells apart, and numbers that gnuplot does not hold.
TEST_F(ReportStatic, DrawsTheBestOfManySettings) {
  std::string runs = "run_id,status,seed,key,final.valid.accuracy,epochs,samples_per_s,wall_s\n";
  std::string curves = "run_id,epoch,step,split,metric,value\n";
  for (int i = 0; i < 30; ++i) {
    const std::string id = "k" + std::to_string(i), value = std::to_string((i * 7 % 30) / 30.0);
    runs += id + ",completed,0,name " + std::to_string(i) + "," + value + ",1,1000,0.1\n";
    for (const std::string epoch : {"0", "1"})
      for (const std::string metric : {"accuracy", "loss", "nll"})
        curves += id + "," + epoch + "," + epoch + ",valid," + metric + "," +
                  (metric == "accuracy" ? value
                   : metric == "nll"    ? "1e308"
                   : i == 0             ? (epoch == "0" ? "9e299" : "-9e299")
                                        : "nan") +
                  "\n";
  }
  write_file(scratch / "many/runs.csv", runs);
  write_file(scratch / "many/curves.csv", curves);
  drawn({"many"});
  EXPECT_EQ(names_in("many/plots").count("curves.valid.nll"), 0u);
  EXPECT_EQ(names_in("many/plots").count("curves.valid.loss"), 1u);
  const std::string svg = read_file(scratch / "many/plots/curves.valid.accuracy.svg");
  EXPECT_THAT(svg, HasSubstr("The best 12 of 30 settings; 18 left out."));
  const Json data = page_data(read_file(scratch / "many/report.html"));
  const Json& best = data["curves"]["groupings"][0]["best"]["valid.accuracy"];
  ASSERT_EQ(best.size(), 12u);
  for (int i = 0; i < 30; ++i) {
    const bool is_best = i * 7 % 30 >= 18;
    EXPECT_EQ(std::count(best.begin(), best.end(), i), is_best) << i;
    EXPECT_EQ(svg.find("<text>name " + std::to_string(i) + "</text>") != std::string::npos, is_best)
        << i;
  }
}

// The best of a loss that is maximized are the largest; of losses of two kinds none is.
TEST_F(ReportStatic, TakesForTheBestWhatTheObjectiveSays) {
  std::string lrs, initial = "loss={name: cross_entropy, objective: maximize}";
  for (int i = 1; i <= 30; ++i) lrs += (i == 1 ? "" : ",") + std::to_string(i * 1e-4);
  spiral("r", {initial, "optimizer.lr=" + lrs});
  drawn({"r"});
  const Json data = page_data(read_file(scratch / "r/report.html"));
  const Json& grouping = data["curves"]["groupings"][0];
  std::vector<std::pair<double, int>> ends;
  for (int g = 0; g < 30; ++g)
    ends.push_back({grouping["bands"]["valid.loss"][g]["mean"].back(), g});
  std::sort(ends.rbegin(), ends.rend());
  std::set<int> largest, best;
  for (int i = 0; i < 12; ++i) largest.insert(ends[i].second);
  for (const Json& g : grouping["best"]["valid.loss"]) best.insert(g.get<int>());
  EXPECT_EQ(best, largest);
  EXPECT_THAT(read_file(scratch / "r/plots/curves.valid.loss.svg"),
              HasSubstr("The best 12 of 30 settings"));

  spiral("two",
         {"+sweep.parameters.loss=[cross_entropy, {name: cross_entropy, objective: maximize}]",
          "optimizer.lr=" + lrs});
  drawn({"two", "--metric", "valid.accuracy"});
  const Json two = page_data(read_file(scratch / "two/report.html"));
  for (const Json& series : two["curves"]["series"])
    EXPECT_EQ(series["larger_is_better"].is_null(), series["own_unit"]) << series["name"];
}

}  // namespace
}  // namespace logitbench::end_to_end
