// The page of `logitbench report` in a real browser: it draws, nothing is fetched and nothing is
// logged as an error, it is used by mouse and by keys, and its table has the numbers of runs.csv.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "core/tests/program.h"
#include "core/tests/report_pages.h"

namespace logitbench::end_to_end {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Words = std::vector<std::string>;

std::string chromium() {
  const std::string found = output_of("command -v chromium");
  return found.substr(0, found.find('\n'));
}

class ReportPage : public testing::Test {
 protected:
  void SetUp() override {
    if (chromium().empty())
      GTEST_SKIP() << "chromium is not installed: tools/install-packages test brings it";
    ASSERT_TRUE(fs::exists(LOGITBENCH_PLAYWRIGHT "/package.json"))
        << "playwright-core is not there: build again where npm reaches its registry";
  }
  Json look_at(const std::string& folder) {
    const Outcome outcome = logitbench({"report", folder}, scratch.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const std::string text =
        output_of("node " LOGITBENCH_SOURCE_DIR
                  "/core/tests/report_page/look.mjs " LOGITBENCH_PLAYWRIGHT " '" +
                  chromium() + "' '" + (scratch / folder).string() + "/report.html' 2>&1");
    const Json seen = Json::parse(text, nullptr, false);
    if (seen.is_discarded()) throw std::runtime_error("the browser said: " + text);
    EXPECT_EQ(seen["errors"], Json::array());
    EXPECT_EQ(seen["requests"], Json::array());
    EXPECT_EQ(seen["sideways"], 0) << "at 400 pixels the page is wider than the window";
    EXPECT_EQ(seen["themes"], Json({"light", "dark", "light", "dark"}));
    EXPECT_EQ(seen["markup"], 0);
    EXPECT_GT(seen["log_ink"], 1000);
    return seen;
  }
  // The exact cells of the table, against the file.
  void expect_numbers_of_csv(const Json& seen, const std::string& folder) {
    const std::vector<CsvRow> rows = read_csv(scratch / (folder + "/runs.csv"));
    ASSERT_EQ(seen["rows"].size(), rows.size());
    for (size_t i = 0; i < rows.size(); ++i)
      for (size_t c = 0; c < seen["columns"].size(); ++c) {
        const std::string name = seen["columns"][c], shown = seen["rows"][i][c];
        const std::string& written = rows[i].at(name);
        const bool number = !shown.empty() && shown != written;
        if (number) {
          EXPECT_EQ(std::stod(shown), std::stod(written)) << name;
        } else {
          EXPECT_EQ(shown, written) << name;
        }
      }
  }
  const Scratch scratch;
};

TEST_F(ReportPage, DrawsAndIsUsed) {
  ASSERT_EQ(
      logitbench({"run", config("smoke/spiral.yaml"), "--quiet", "--out", "grid", "train.epochs=5",
                  "optimizer.lr=0.01,0.1", "train.batch_size=60,240", "+sweep.repeats=5"},
                 scratch.path())
          .exit_code,
      0);
  write_file(scratch / "grid/tables.csv", class_tables_of(read_csv(scratch / "grid/runs.csv")));
  const Json seen = look_at("grid");
  expect_numbers_of_csv(seen, "grid");
  EXPECT_EQ(seen["question"], "does a run from YAML to CSV work at all?");
  EXPECT_THAT(seen["lead"].get<std::string>(), HasSubstr("Best of 4 settings"));
  EXPECT_EQ(seen["sections"], Json({"answer", "curves", "sweep", "comparison", "classes",
                                    "findings", "runs", "provenance"}));
  for (const char* section : {"curves", "sweep", "comparison", "classes"})
    EXPECT_GT(seen["ink"][section], 2000) << section;
  EXPECT_EQ(seen["lines"], 4);
  EXPECT_LT(seen["toggled"]["without"], seen["toggled"]["before"]);
  EXPECT_EQ(seen["toggled"]["after"], seen["toggled"]["before"]);
  EXPECT_EQ(seen["hovered"], 4);
  EXPECT_NE(seen["zoomed"], "");
  EXPECT_EQ(seen["unzoomed"], "");
  EXPECT_LE(std::stod(seen["least"].get<std::string>()),
            std::stod(seen["largest"].get<std::string>()));
  EXPECT_EQ(seen["filtered"], Json({"20 runs", "0 of 20 runs"}));
  EXPECT_THAT(seen["command"].get<std::string>(), HasSubstr("logitbench run "));
}

TEST_F(ReportPage, ShowsOddTextAsText) {
  write_file(scratch / "odd.yaml", kOddConfig);
  logitbench({"run", "odd.yaml", "--quiet", "--out", "odd"}, scratch.path());
  const Json seen = look_at("odd");
  EXPECT_EQ(seen["question"], "does <img src=x onerror=alert(1)> & \"it\" stay?");
  const std::string text = seen["text"];
  EXPECT_THAT(text, HasSubstr("</script><script>alert('note')</script>"));
  EXPECT_THAT(text, HasSubstr("<b class='injected'>\"high\"</b>"));
  EXPECT_THAT(text, HasSubstr("MISSED"));
  EXPECT_THAT(seen["sections"], Contains("claims"));
  expect_numbers_of_csv(seen, "odd");
}

// A thousand runs of fifty epochs, as tables alone. The limit is the product's promise, for the
// best of the times that the page is opened, as other programs may run meanwhile.
TEST_F(ReportPage, OpensAThousandRunsInTwoSeconds) {
  std::string runs =
      "run_id,status,seed,optimizer.lr,final.valid.accuracy,epochs,samples_per_s,wall_s\n";
  std::string curves = "run_id,epoch,step,split,metric,value\n";
  for (int run = 0; run < 1000; ++run) {
    const std::string id = "lr" + std::to_string(run / 10) + "-seed" + std::to_string(run % 10);
    const auto value = [&](int epoch, int metric) {
      return std::to_string((epoch * (run / 10 + 7 * metric + 20) + run % 10) % 997 / 997.0);
    };
    for (int epoch = 0; epoch <= 50; ++epoch)
      for (int metric = 0; metric < 4; ++metric)
        curves += id + "," + std::to_string(epoch) + "," + std::to_string(epoch) +
                  (metric % 2 == 0 ? ",valid," : ",train,") + (metric < 2 ? "accuracy," : "nll,") +
                  value(epoch, metric) + "\n";
    runs += id + ",completed," + std::to_string(run % 10) + "," + std::to_string(run / 10 + 1) +
            "," + value(50, 0) + ",50,1000,0.1\n";
  }
  write_file(scratch / "many/runs.csv", runs);
  write_file(scratch / "many/curves.csv", curves);
  const Json seen = look_at("many");
  EXPECT_EQ(seen["lines"], 100);
  EXPECT_LT(seen["opened_ms"], 2000);
  EXPECT_LT(fs::file_size(scratch / "many/report.html"), 8u << 20);
}

}  // namespace
}  // namespace logitbench::end_to_end
