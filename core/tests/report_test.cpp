// logitbench report on real runs and on damaged folders: the data in the page are those of the
// CSVs, and what a user wrote cannot leave its place. The page itself: report_page_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "core/tests/program.h"
#include "core/tests/report_pages.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;
using Words = std::vector<std::string>;

class Report : public testing::Test {
 protected:
  Outcome report(Words words) const {
    words.insert(words.begin(), "report");
    return logitbench(words, scratch.path());
  }
  Json data_of(const Words& words) const {
    const Outcome outcome = report(words);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return page_data(read_file(scratch / (words[0] + "/report.html")));
  }
  void spiral(const std::string& out, const Words& more) const {
    Words words{"run", config("smoke/spiral.yaml"), "--quiet", "--out", out, "train.epochs=2"};
    words.insert(words.end(), more.begin(), more.end());
    logitbench(words, scratch.path());
  }
  const Scratch scratch;
};

TEST_F(Report, SaysHowItIsUsed) {
  EXPECT_THAT(report({"--help"}).out, HasSubstr("Examples:\n  logitbench report results/mine"));
  EXPECT_EQ(report({}).exit_code, 2);
  EXPECT_EQ(report({"--static"}).exit_code, 2);
  spiral("r", {});
  EXPECT_THAT(report({"r", "--out", "r"}).err, HasSubstr("is a folder, expected a file"));
  EXPECT_EQ(report({"r", "--metric", "valid.acuracy"}).exit_code, 2);
  EXPECT_EQ(report({"r", "--out", "no/folder/x.html"}).exit_code, 6);
  EXPECT_EQ(report({"r", "--out", "x.html"}).exit_code, 0);
  EXPECT_THAT(read_file(scratch / "x.html"), HasSubstr("<!doctype html>"));
}

TEST_F(Report, RefusesWhatHoldsNoResults) {
  fs::create_directory(scratch / "empty");
  EXPECT_EQ(report({"empty"}).exit_code, 2);
  EXPECT_THAT(report({"empty"}).err, HasSubstr("empty is empty"));
  spiral("half", {"+sweep.repeats=2"});
  fs::remove(scratch / "half/curves.csv");
  EXPECT_EQ(report({"half"}).exit_code, 5);
  fs::remove(scratch / "half/runs.csv");
  EXPECT_EQ(report({"half"}).exit_code, 5);
  EXPECT_THAT(report({"half"}).err, HasSubstr("logitbench status half"));
  EXPECT_FALSE(fs::exists(scratch / "half/report.html"));
}

// A program that was moved away from its page.
TEST_F(Report, SaysWhatToDoWithoutItsPage) {
  spiral("r", {});
  fs::create_directories(scratch / "bin");
  fs::copy_file(LOGITBENCH_PROGRAM, scratch / "bin/logitbench");
  const std::string command = "cd " + scratch.path().string() +
                              " && LOGITBENCH_PLUGIN_PATH=" LOGITBENCH_PLUGIN_DIR
                              " bin/logitbench report r 2>said";
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 2);
  const std::string said = read_file(scratch / "said");
  EXPECT_THAT(said, HasSubstr("install npm (tools/install-packages build) and build again"));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1);
}

TEST_F(Report, HasTheNumbersOfTheTables) {
  spiral("r", {"optimizer.lr=0.02,0.1", "+sweep.repeats=3"});
  const Json data = data_of({"r"});
  const std::vector<CsvRow> rows = read_csv(scratch / "r/runs.csv");
  EXPECT_EQ(data["counts"], Json({{"completed", 6}}));
  for (const Json& column : data["runs"]["columns"]) {
    ASSERT_EQ(column["cells"].size(), rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      const Json& cell = column["cells"][i];
      const std::string& text = rows[i].at(column["name"]);
      if (cell.is_number()) {
        EXPECT_EQ(cell.get<double>(), std::stod(text)) << column["name"];
      } else {
        EXPECT_EQ(cell.is_null() ? "" : cell.get<std::string>(), text) << column["name"];
      }
    }
  }
  // Of the last epoch the line is the mean of the runs' final values, to the five digits drawn.
  const Json& grouping = data["curves"]["groupings"][0];
  ASSERT_EQ(grouping["groups"].size(), 2u);
  for (size_t g = 0; g < 2; ++g) {
    double sum = 0;
    for (size_t i = 0; i < 3; ++i) sum += std::stod(rows[3 * g + i].at("final.valid.nll"));
    const Json& band = grouping["bands"]["valid.nll"][g];
    EXPECT_EQ(band["epochs"], 0);
    EXPECT_EQ(band["n"], 3);
    ASSERT_EQ(band["mean"].size(), 3u);
    EXPECT_NEAR(band["mean"][2].get<double>(), sum / 3, 5e-5 * sum / 3);
    EXPECT_LE(band["low"][2], band["mean"][2]);
    EXPECT_GE(band["high"][2], band["mean"][2]);
  }
}

// The promise of each row: its command gives the same curves again.
TEST_F(Report, RepeatsARunByItsCommand) {
  spiral("r", {"loss=cross_entropy,{name: cross_entropy, label_smoothing: 0.1}",
               "model.hidden=[8],[8,8]", "+sweep.repeats=2", "optimizer.lr=0.05", "+note=it's"});
  const Json data = data_of({"r"});
  const std::vector<CsvRow> runs = read_csv(scratch / "r/runs.csv");
  const Json& ids = data["runs"]["columns"][0]["cells"];
  ASSERT_EQ(ids.size(), 8u);
  const size_t last = 7;
  const std::string id = ids[last], command = data["runs"]["commands"][last];
  EXPECT_THAT(command, HasSubstr("'+note=it'\\''s'"));
  const std::string line = "cd " + scratch.path().string() +
                           " && ln -s " LOGITBENCH_PROGRAM " logitbench && PATH=.:$PATH && " +
                           command + " --quiet >said 2>&1";
  ASSERT_EQ(std::system(line.c_str()), 0) << command << '\n' << read_file(scratch / "said");
  const fs::path again = scratch.path() / "results/again" / id;
  const auto curve_of = [](const fs::path& file, const std::string& tail) {
    std::string curve;
    std::istringstream in(read_file(file));
    for (std::string row; std::getline(in, row);)
      if (const size_t comma = row.find(','); row.substr(0, comma).ends_with(tail))
        curve += row.substr(comma) + "\n";
    return curve;
  };
  const std::string hash = id.substr(id.rfind('-'));
  const std::string wanted = curve_of(scratch / "r/curves.csv", hash);
  EXPECT_GT(std::count(wanted.begin(), wanted.end(), '\n'), 20);
  EXPECT_EQ(curve_of(again / "curves.csv", hash), wanted);
}

TEST_F(Report, SaysWhyARunHasNoCommand) {
  spiral("r", {});
  Json manifest = Json::parse(read_file(scratch / "r/manifest.json"));
  manifest.erase("command_line");
  write_file(scratch / "r/manifest.json", manifest.dump());
  Json data = data_of({"r"});
  EXPECT_TRUE(data["runs"]["commands"][0].is_null());
  EXPECT_THAT(data["runs"]["no_command"]["r"].get<std::string>(), HasSubstr("no command"));
  fs::remove(scratch / "r/manifest.json");
  data = data_of({"r"});
  EXPECT_THAT(data["runs"]["no_command"]["r"].get<std::string>(), HasSubstr("manifest.json"));
  EXPECT_THAT(data["findings"].dump(), HasSubstr("manifest_missing"));
}

TEST_F(Report, EscapesWhatUsersWrote) {
  write_file(scratch / "odd.yaml", kOddConfig);
  ASSERT_EQ(logitbench({"run", "odd.yaml", "--quiet", "--out", "odd"}, scratch.path()).exit_code,
            3);
  const Json data = data_of({"odd"});
  const std::string html = read_file(scratch / "odd/report.html");
  // Not HasSubstr: it would print the whole page.
  for (const char* markup : {"<img src=x", "</script><script>alert", "<b class='injected'>"})
    EXPECT_EQ(html.find(markup), std::string::npos) << markup;
  EXPECT_EQ(data["provenance"][0]["question"], "does <img src=x onerror=alert(1)> & \"it\" stay?");
  EXPECT_EQ(data["provenance"][0]["note"], "</script><script>alert('note')</script>");
  EXPECT_THAT(data["claims"]["claims"].dump(), HasSubstr("<b class='injected'>"));
}

TEST_F(Report, TellsOfRunsThatAllDiverged) {
  spiral("r", {"optimizer={name: sgd, lr: 1e30}", "+sweep.repeats=2"});
  const Json data = data_of({"r"});
  EXPECT_EQ(data["counts"], Json({{"diverged", 2}}));
  EXPECT_THAT(data["comparison"]["lead"].get<std::string>(), HasSubstr("there is no answer"));
  EXPECT_EQ(data["curves"]["groupings"][0]["groups"][0]["diverged"], true);
  EXPECT_THAT(data["courses"]["settings"].dump(), HasSubstr("NaN or infinite from epoch"));
}

TEST_F(Report, TakesFoldersTogetherThoughOneLacksAMetric) {
  spiral("a", {"metrics=[nll]"});
  spiral("b", {"metrics=[confidence]", "seed=3"});
  const Json data = data_of({"a", "b"});
  EXPECT_EQ(data["keys"], Json({"experiment"}));
  const Json& bands = data["curves"]["groupings"][0]["bands"];
  EXPECT_FALSE(bands["valid.nll"][0].is_null());
  EXPECT_TRUE(bands["valid.nll"][1].is_null());
  for (const Json& column : data["runs"]["columns"])
    if (column["name"] == "final.valid.nll") {
      EXPECT_TRUE(column["cells"][1].is_null());
    }
  EXPECT_EQ(data["provenance"].size(), 2u);
}

TEST_F(Report, ShowsClassTablesWhereTheyAre) {
  spiral("r", {"+sweep.repeats=2"});
  EXPECT_TRUE(data_of({"r"})["class_tables"].is_null());
  write_file(scratch / "r/tables.csv", class_tables_of(read_csv(scratch / "r/runs.csv")));
  const Json data = data_of({"r"});
  const Json& valid = data["class_tables"]["valid"][0];
  EXPECT_EQ(valid["runs"], 2);
  EXPECT_EQ(valid["confusion"], Json({{16, 4}, {2, 18}}));
  EXPECT_EQ(valid["reliability"][14], Json({20, 0.95, 0.8}));
  write_file(scratch / "r/tables.csv", "run_id,epoch\n");
  EXPECT_EQ(report({"r"}).exit_code, 5);
}

TEST_F(Report, OfOneRunHasItsNumbersAndNoVerdict) {
  spiral("r", {});
  const Json data = data_of({"r"});
  EXPECT_EQ(data["counts"], Json({{"completed", 1}}));
  EXPECT_THAT(data["comparison"]["lead"].get<std::string>(), Not(HasSubstr("better")));
  EXPECT_EQ(data["curves"]["groupings"][0]["groups"].size(), 1u);
  EXPECT_FALSE(data["curves"]["groupings"][0]["bands"]["valid.accuracy"][0].is_null());
  EXPECT_EQ(data["runs"]["commands"].size(), 1u);
}

// Real runs, though short ones: 600 settings of five seeds.
TEST_F(Report, OfThreeThousandRunsHasThemAll) {
  write_file(scratch / "many.yaml",
             "dataset: {name: spiral, samples: 10}\nmodel: linear\nloss: cross_entropy\n"
             "optimizer: {name: sgd, lr: 0.1}\ntrain: {epochs: 1, batch_size: 30}\n"
             "sweep: {repeats: 5, parameters: {optimizer.lr: [1], train.batch_size: [1]}}\n");
  std::string rates = "optimizer.lr=", sizes = "train.batch_size=";
  for (int i = 1; i <= 30; ++i) rates += (i > 1 ? "," : "") + std::to_string(0.01 * i);
  for (int i = 1; i <= 20; ++i) sizes += (i > 1 ? "," : "") + std::to_string(i);
  const Outcome trained =
      logitbench({"run", "many.yaml", "--quiet", "--out", "r", rates, sizes}, scratch.path());
  ASSERT_EQ(trained.exit_code, 0) << trained.err;
  const Json data = data_of({"r"});
  EXPECT_EQ(data["counts"], Json({{"completed", 3000}}));
  EXPECT_EQ(data["runs"]["commands"].size(), 3000u);
  EXPECT_EQ(data["curves"]["groupings"][0]["groups"].size(), 600u);
  EXPECT_FALSE(data["comparison"]["lead"].get<std::string>().empty());
  const Json& heat_map = data["sweep"]["views"][1];
  EXPECT_EQ(heat_map["keys"], Json({0, 1}));
  EXPECT_EQ(heat_map["points"]["final.valid.accuracy"].size(), 600u);
  EXPECT_LT(fs::file_size(scratch / "r/report.html"), 16u << 20);
}

}  // namespace
}  // namespace logitbench::end_to_end
