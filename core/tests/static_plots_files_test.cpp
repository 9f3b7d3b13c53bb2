// logitbench report --static: files that are whole or not there, and what is said where they cannot
// be drawn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "core/tests/report_pages.h"
#include "core/tests/static_plots.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
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
