// logitbench report --static: pictures that are whole, of the page's numbers, whatever users call
// their runs, and what is said where they cannot be drawn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <regex>
#include <set>
#include <sstream>

#include "core/tests/program.h"
#include "core/tests/report_pages.h"

namespace logitbench::end_to_end {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using Words = std::vector<std::string>;

// PATH as it is said, until the end.
class Path {
 public:
  explicit Path(const std::string& path) : before_(getenv("PATH")) {
    setenv("PATH", path.c_str(), 1);
  }
  ~Path() { setenv("PATH", before_.c_str(), 1); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;

 private:
  std::string before_;
};

class ReportStatic : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v gnuplot >/dev/null") != 0)
      GTEST_SKIP() << "gnuplot is not installed: tools/install-packages build brings it";
  }
  Outcome report(Words words) const {
    words.insert(words.begin(), "report");
    words.emplace_back("--static");
    return logitbench(words, scratch.path());
  }
  void drawn(const Words& words) const {
    const Outcome outcome = report(words);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  void spiral(const std::string& out, const Words& more) const {
    Words words{"run", config("smoke/spiral.yaml"), "--quiet", "--out", out, "train.epochs=2"};
    words.insert(words.end(), more.begin(), more.end());
    logitbench(words, scratch.path());
  }
  // Names of the pictures in a folder; each must be there in all three kinds, and nothing else.
  std::set<std::string> names_in(const std::string& folder) const {
    std::map<std::string, std::set<std::string>> kinds;
    for (const auto& entry : fs::directory_iterator(scratch / folder))
      kinds[entry.path().stem()].insert(entry.path().extension());
    std::set<std::string> names;
    for (const auto& [name, of_name] : kinds) {
      EXPECT_THAT(of_name, ElementsAre(".gnuplot", ".png", ".svg")) << name;
      names.insert(name);
    }
    return names;
  }
  // By a reader that takes nothing but XML.
  void expect_xml(const std::string& folder) const {
    const std::string command =
        "cd '" + (scratch / folder).string() +
        "' && python3 -c 'import glob, xml.dom.minidom as x; print(len([x.parse(f) for f in "
        "glob.glob(\"*.svg\")]))' >../parsed 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << read_file(scratch / folder / "../parsed");
  }
  std::string script(const std::string& name) const {
    return read_file(scratch / (name + ".gnuplot"));
  }
  // A gnuplot in the folder bin, which does this with the script, $2, before the real one draws it.
  void gnuplot_that(const std::string& does_first) const {
    std::string real = output_of("command -v gnuplot");
    real.pop_back();
    write_file(scratch / "bin/gnuplot",
               "#!/bin/sh\n" + does_first + "\nexec " + real + " \"$@\"\n");
    fs::permissions(scratch / "bin/gnuplot", fs::perms::owner_all);
  }
  // The process of a gnuplot that says so in the file begun; 0: none in 30 seconds.
  pid_t begun() const {
    for (int i = 0; i < 3000; ++i, usleep(10000))
      if (const std::string pid = read_file(scratch / "begun"); pid.ends_with('\n'))
        return std::stoi(pid);
    return 0;
  }
  // Temporary files and folders.
  std::vector<fs::path> left_in(const std::string& folder) const {
    std::vector<fs::path> left;
    for (const auto& entry : fs::directory_iterator(scratch / folder))
      if (entry.path().extension() == ".tmp") left.push_back(entry.path());
    return left;
  }
  const Scratch scratch;
};

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

// Whatever was drawn before it.
TEST_F(ReportStatic, GivesEachPlotAsItsOwnScriptDrawsIt) {
  spiral("r", {"optimizer.lr=0.01,0.1", "loss=cross_entropy,softmax_log_nll", "+sweep.repeats=3"});
  write_file(scratch / "r/tables.csv", class_tables_of(read_csv(scratch / "r/runs.csv")));
  drawn({"r"});
  for (const std::string& name : names_in("r/plots")) {
    write_file(scratch / "alone" / (name + ".gnuplot"), script("r/plots/" + name));
    const std::string command =
        "cd '" + (scratch / "alone").string() + "' && gnuplot -d '" + name + ".gnuplot' 2>../said";
    ASSERT_EQ(std::system(command.c_str()), 0) << name << read_file(scratch / "said");
    EXPECT_TRUE(read_file(scratch / "alone" / (name + ".svg")) ==
                read_file(scratch / "r/plots" / (name + ".svg")))
        << name;
  }
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

TEST_F(ReportStatic, KeepsTheOthersWhereGnuplotRefusesOne) {
  spiral("r", {});
  gnuplot_that("case $2 in curves.valid.nll*) echo 'it fails' >&2; exit 1;; esac");
  const Path first((scratch / "bin").string() + ":" + getenv("PATH"));
  const Outcome outcome = report({"r"});
  EXPECT_EQ(outcome.exit_code, 6);
  EXPECT_THAT(outcome.err, testing::ContainsRegex("draws 1 of [0-9]+ plots not, the first "
                                                  "curves.valid.nll: exit code 1.*it fails"));
  const std::set<std::string> names = names_in("r/plots");
  EXPECT_EQ(names.count("curves.valid.nll"), 0u);
  EXPECT_EQ(names.count("curves.valid.accuracy"), 1u);
}

TEST_F(ReportStatic, LeavesNothingWhenItIsInterrupted) {
  spiral("r", {});
  drawn({"r"});
  const std::string before = read_file(scratch / "r/plots/curves.valid.nll.svg");
  spiral("r", {"train.epochs=3", "--fresh"});
  fs::rename(scratch / "r.old-1/plots", scratch / "r/plots");
  gnuplot_that("echo $$ >" + (scratch / "begun").string() + "; exec sleep 600");
  const Path first((scratch / "bin").string() + ":" + getenv("PATH"));
  for (const int signal : {SIGINT, SIGTERM}) {
    fs::remove(scratch / "begun");
    Child child({"report", "r", "--static"}, scratch.path());
    const pid_t gnuplot = begun();
    ASSERT_GT(gnuplot, 0);
    kill(child.pid(), signal);
    EXPECT_EQ(child.wait().exit_code, 130);
    EXPECT_NE(kill(gnuplot, 0), 0);
    EXPECT_THAT(left_in("r"), testing::IsEmpty());
    EXPECT_EQ(read_file(scratch / "r/plots/curves.valid.nll.svg"), before);
  }
}

TEST_F(ReportStatic, RemovesWhatKilledOnesLeft) {
  spiral("r", {});
  write_file(scratch / ("r/.plots." + std::to_string(getpid()) + ".tmp/x"), "of one that lives");
  write_file(scratch / "r/.plots.x.tmp/x", "a user's own");
  const size_t others = left_in("r").size();
  {
    gnuplot_that("echo $$ >" + (scratch / "begun").string() + "; exec sleep 600");
    const Path first((scratch / "bin").string() + ":" + getenv("PATH"));
    Child child({"report", "r", "--static"}, scratch.path());
    const pid_t gnuplot = begun();
    ASSERT_GT(gnuplot, 0);
    kill(child.pid(), SIGKILL);
    child.wait();
    kill(gnuplot, SIGKILL);
    EXPECT_EQ(left_in("r").size(), others + 1);
  }
  drawn({"r"});
  EXPECT_EQ(left_in("r").size(), others);
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

TEST_F(ReportStatic, GivesTheSameBytesAgainAndRemovesItsOwnLeftovers) {
  spiral("r", {"+sweep.repeats=2"});
  drawn({"r"});
  std::map<std::string, std::string> before;
  const std::set<std::string> names = names_in("r/plots");
  for (const std::string& name : names)
    before[name] = read_file(scratch / ("r/plots/" + name + ".svg"));
  // As if an earlier report had drawn a metric that is gone; and a user's own work.
  std::string old = script("r/plots/curves.valid.loss");
  old.replace(old.find("curves.valid.loss.gnuplot"), 17, "curves.valid.gone");
  write_file(scratch / "r/plots/curves.valid.gone.gnuplot", old);
  write_file(scratch / "r/plots/curves.valid.gone.svg", "old");
  write_file(scratch / "r/plots/mine.gnuplot", "plot x\n");
  drawn({"r"});
  EXPECT_FALSE(fs::exists(scratch / "r/plots/curves.valid.gone.svg"));
  EXPECT_FALSE(fs::exists(scratch / "r/plots/curves.valid.gone.gnuplot"));
  EXPECT_TRUE(fs::remove(scratch / "r/plots/mine.gnuplot"));
  EXPECT_EQ(names_in("r/plots"), names);
  for (const auto& [name, svg] : before)
    EXPECT_EQ(read_file(scratch / ("r/plots/" + name + ".svg")), svg) << name;
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

TEST_F(ReportStatic, SaysWhatIsMissingAndWritesThePage) {
  spiral("r", {});
  {
    const Path nothing((scratch / "nothing").string());
    const Outcome outcome = report({"r"});
    EXPECT_EQ(outcome.exit_code, 6);
    EXPECT_THAT(outcome.err,
                HasSubstr("gnuplot is not installed: install gnuplot-nox (tools/install-packages"));
    EXPECT_THAT(outcome.out, HasSubstr("report: r/report.html"));
  }
  EXPECT_TRUE(fs::exists(scratch / "r/report.html"));
  EXPECT_FALSE(fs::exists(scratch / "r/plots"));
  write_file(scratch / "bin/gnuplot", "#!/bin/sh\necho 'line 3: it fails\nbadly' >&2\nexit 1\n");
  fs::permissions(scratch / "bin/gnuplot", fs::perms::owner_all);
  {
    const Path first((scratch / "bin").string() + ":" + getenv("PATH"));
    const Outcome outcome = report({"r"});
    EXPECT_EQ(outcome.exit_code, 6);
    EXPECT_THAT(outcome.err, HasSubstr("exit code 1; it says: line 3: it fails badly"));
  }
  for (const auto& entry : fs::directory_iterator(scratch / "r"))
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr(".tmp")));
  write_file(scratch / "r/plots", "in the way");
  EXPECT_EQ(report({"r"}).exit_code, 6);
}

TEST_F(ReportStatic, RefusesWhatHoldsNoResults) {
  fs::create_directory(scratch / "empty");
  const Outcome outcome = report({"empty"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("empty is empty"));
  EXPECT_TRUE(fs::is_empty(scratch / "empty"));
}

}  // namespace
}  // namespace logitbench::end_to_end
