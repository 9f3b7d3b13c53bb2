// results/analysis.md: its lines for pandas and R, as they stand there, on the results of its own
// config. They agree with each other and with what the program says of the same.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

const fs::path kSource = LOGITBENCH_SOURCE_DIR;
const fs::path kPage = kSource / "results/analysis.md";
const fs::path kDrivers = kSource / "core/tests/analysis_page";
// Debian's own, which sees Debian's packages, whatever else is on the path.
const std::string kPython = "/usr/bin/python3";

// Names that the page gives to answers.
const Words kAnswers = {"by_loss", "best", "wide", "band", "diverged", "first_bad", "reached"};

struct Said {
  int exit_code = -1;
  std::string text;  // of both streams
};

Said shell(const std::string& command) {
  Said said;
  FILE* pipe = popen(("(" + command + ") 2>&1").c_str(), "r");
  for (char part[4096]; const size_t size = fread(part, 1, sizeof part, pipe);)
    said.text.append(part, size);
  said.exit_code = pclose(pipe);
  return said;
}

// Texts of the fenced blocks of a kind.
Words blocks(const std::string& text, const std::string& kind) {
  Words found;
  const std::string fence = "\n```" + kind + "\n";
  for (size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
    const size_t from = at + fence.size();
    found.push_back(text.substr(from, text.find("```", from) - from));
  }
  return found;
}

Words questions(const std::string& page) {
  Words found;
  for (size_t at = page.find("\n## "); at != std::string::npos;) {
    const size_t next = page.find("\n## ", at + 1);
    found.push_back(page.substr(at, next - at));
    at = next;
  }
  return found;
}

// By what tells a row from the others, as tools order rows differently: of answers with an epoch
// and several columns more, that too.
using Answer = std::map<std::string, CsvRow>;

std::string key_of(const CsvRow& row) {
  std::string key;
  for (const char* column : {"loss", "run_id", "epoch"})
    if (row.contains(column) && (std::string(column) != "epoch" || row.size() > 3))
      key += row.at(column) + " ";
  return key;
}

Answer answer_in(const fs::path& file) {
  Answer answer;
  for (CsvRow row : read_csv(file)) {
    const std::string key = key_of(row);
    EXPECT_TRUE(answer.emplace(key, std::move(row)).second) << file << ": " << key << " twice";
  }
  return answer;
}

// Empty, as R and pandas write what is no number, for NaN too.
double number(const std::string& cell) { return cell.empty() ? NAN : std::stod(cell); }

// Shortest texts and 17 digits read back the same; sums are added in another order by each tool
// (five numbers near 1), and R's reader rounds the last digit now and then.
constexpr double kRoundings = 1e-14;

void expect_number(double found, double expected, const std::string& what) {
  if (std::isnan(expected))
    EXPECT_TRUE(std::isnan(found)) << what << ": " << found;
  else
    EXPECT_NEAR(found, expected, kRoundings * std::max(1.0, std::abs(expected))) << what;
}

class AnalysisPage : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    page = "\n" + read_file(kPage);
    scratch = new Scratch;
    const Words configs = blocks(page, "yaml");
    ASSERT_EQ(configs.size(), 1u);
    write_file(*scratch / "mine.yaml", configs[0]);
    const Outcome outcome =
        logitbench({"run", "mine.yaml", "--quiet", "--out", "mine"}, scratch->path());
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    for (const CsvRow& row : read_csv(*scratch / "mine/runs.csv")) runs[row.at("run_id")] = row;
    ask(kPython + " -c 'import pandas, matplotlib'", kPython, "answers.py", "pandas");
    ask("Rscript --version", "Rscript", "answers.R", "r");
  }
  static void TearDownTestSuite() { delete scratch; }

  // Runs the lines of the page; a tool that is not there fails every test.
  static void ask(const std::string& is_there, const std::string& tool, const std::string& driver,
                  const std::string& out) {
    const Said found = shell(is_there);
    ASSERT_EQ(found.exit_code, 0) << tool << " is not there, or lacks what the page needs; "
                                  << "tools/install-packages test brings it: " << found.text;
    fs::create_directories(*scratch / out);
    std::string command = "cd '" + (*scratch / "mine").string() + "' && " + tool + " '" +
                          (kDrivers / driver).string() + "' '" + kPage.string() + "' '" +
                          (*scratch / out).string() + "'";
    for (const std::string& name : kAnswers) command += " " + name;
    const Said said = shell(command);
    ASSERT_EQ(said.exit_code, 0) << said.text;
    for (const std::string& name : kAnswers)
      answers[out][name] = answer_in(*scratch / out / (name + ".csv"));
  }
  // Of both tools; they are the same, as another test says.
  static const Answer& answer(const std::string& name) { return answers["pandas"][name]; }

  static std::string page;
  static Scratch* scratch;
  static std::map<std::string, CsvRow> runs;  // rows of runs.csv, by run_id
  static std::map<std::string, std::map<std::string, Answer>> answers;
};
std::string AnalysisPage::page;
Scratch* AnalysisPage::scratch = nullptr;
std::map<std::string, CsvRow> AnalysisPage::runs;
std::map<std::string, std::map<std::string, Answer>> AnalysisPage::answers;

TEST_F(AnalysisPage, has_a_line_for_each_tool_below_each_question) {
  const Words all = questions(page);
  EXPECT_GE(all.size(), 8u);
  for (const std::string& question : all)
    for (const char* tool : {"python", "r", "sql"}) {
      const Words lines = blocks(question, tool);
      ASSERT_EQ(lines.size(), 1u) << tool << question.substr(0, 60);
      EXPECT_EQ(std::count(lines[0].begin(), lines[0].end(), '\n'), 1) << lines[0];
    }
}

std::vector<Words> rows_of(const std::string& table) {
  std::vector<Words> rows;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    Words& row = rows.emplace_back();
    for (std::string cell; cells >> cell;) row.push_back(cell);
  }
  return rows;
}

// A whole number as it is; another within two of the last digit shown, as other processors round
// otherwise in each step of a training.
void expect_shown(const std::string& shown, const std::string& cell, const std::string& what) {
  const size_t point = shown.find('.');
  const double expected = number(cell);
  if (shown == "NaN")
    EXPECT_TRUE(std::isnan(expected)) << what << ": " << cell;
  else if (point == std::string::npos)
    EXPECT_EQ(std::stod(shown), expected) << what;
  else
    EXPECT_NEAR(std::stod(shown), expected,
                2 * std::pow(10, -static_cast<double>(shown.size() - point - 1)))
        << what;
}

// What is shown below a question has the columns of the answer, and rows of it, or all.
TEST_F(AnalysisPage, shows_what_comes_out) {
  const std::regex name("(?:^|\n)(\\w+) (?:=|<-) ");
  size_t shown = 0;
  for (const std::string& question : questions(page)) {
    const Words outcomes = blocks(question, "text"), lines = blocks(question, "python");
    std::smatch match;
    if (outcomes.empty() || !std::regex_search(lines[0], match, name)) continue;
    const std::string name_of_it = match[1];
    const Answer& whole = answer(name_of_it);
    std::vector<Words> rows = rows_of(outcomes[0]);
    const Words columns = rows[0];
    rows.erase(rows.begin());
    if (rows.back() == Words{"..."})
      rows.pop_back();
    else
      EXPECT_EQ(rows.size(), whole.size()) << name_of_it;
    for (const Words& cells : rows) {
      ASSERT_EQ(cells.size(), columns.size()) << name_of_it;
      CsvRow row;
      for (size_t c = 0; c < columns.size(); ++c) row[columns[c]] = cells[c];
      ASSERT_TRUE(whole.contains(key_of(row))) << name_of_it << ": " << key_of(row);
      const CsvRow& found = whole.at(key_of(row));
      ASSERT_EQ(found.size(), row.size()) << name_of_it;
      for (const auto& [column, cell] : row) {
        ASSERT_TRUE(found.contains(column)) << name_of_it << ": " << column;
        if (column == "loss" || column == "run_id")
          EXPECT_EQ(found.at(column), cell) << name_of_it;
        else
          expect_shown(cell, found.at(column), name_of_it + ", " + cells[0] + " " + column);
      }
    }
    ++shown;
  }
  EXPECT_EQ(shown, kAnswers.size());
}

TEST_F(AnalysisPage, says_the_same_in_pandas_and_in_r) {
  for (const std::string& name : kAnswers) {
    const Answer &pandas = answers["pandas"][name], &r = answers["r"][name];
    ASSERT_FALSE(pandas.empty()) << name;
    ASSERT_EQ(pandas.size(), r.size()) << name;
    for (const auto& [key, row] : pandas) {
      ASSERT_TRUE(r.contains(key)) << name << ": " << key;
      ASSERT_EQ(r.at(key).size(), row.size()) << name;
      for (const auto& [column, cell] : row) {
        const std::string& other = r.at(key).at(column);
        if (column == "loss" || column == "run_id")
          EXPECT_EQ(cell, other);
        else
          expect_number(number(other), number(cell), name + ", " + key + column);
      }
    }
  }
  EXPECT_GT(fs::file_size(*scratch / "mine/band_pandas.png"), 1000u);
  EXPECT_GT(fs::file_size(*scratch / "mine/band_r.pdf"), 1000u);
}

TEST_F(AnalysisPage, averages_as_compare_does) {
  const Outcome outcome = logitbench({"compare", "mine", "--json"}, scratch->path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json compared = Json::parse(outcome.out);
  size_t averaged = 0;
  for (const Json& group : compared["groups"]) {
    const std::string loss = group["setting"]["loss"];
    if (group["n"] == 0) {
      EXPECT_FALSE(answer("by_loss").contains(loss + " ")) << loss;
      continue;
    }
    ++averaged;
    const CsvRow& row = answer("by_loss").at(loss + " ");
    EXPECT_EQ(number(row.at("count")), group["n"].get<double>());
    expect_number(number(row.at("mean")), group["mean"], loss);
    expect_number(number(row.at("std")), group["sd"], loss);
    const CsvRow& last = answer("band").at(loss + " 4 ");
    for (const char* column : {"mean", "min", "max"})
      expect_number(number(last.at(column)), group[column], loss + " " + column);
  }
  EXPECT_EQ(averaged, 2u);
  EXPECT_EQ(answer("by_loss").size(), 2u);
  EXPECT_EQ(answer("band").size(), 10u);
}

TEST_F(AnalysisPage, finds_the_best_epoch_and_the_target_as_runs_csv_has_them) {
  ASSERT_EQ(answer("best").size(), runs.size());
  ASSERT_EQ(answer("reached").size(), runs.size());
  size_t came_there = 0;
  for (const auto& [id, run] : runs) {
    const CsvRow& best = answer("best").at(id + " ");
    expect_number(number(best.at("value")), number(run.at("best.valid.nll")), id);
    // In that epoch the run had that value, and in none before.
    const double epoch = number(best.at("epoch"));
    for (double e = 0; e <= epoch; ++e) {
      const CsvRow& then = answer("wide").at(id + " " + std::to_string(int(e)) + " ");
      EXPECT_EQ(number(then.at("valid.nll")) == number(best.at("value")), e == epoch) << id;
    }
    expect_number(number(answer("reached").at(id + " ").at("epoch")),
                  number(run.at("target_epoch")), id);
    came_there += run.at("target_epoch").empty() ? 0 : 1;
  }
  EXPECT_GT(came_there, 0u);
  EXPECT_LT(came_there, runs.size());
}

TEST_F(AnalysisPage, makes_a_wide_table_whose_last_rows_are_the_final_values) {
  EXPECT_EQ(answer("wide").size(), runs.size() * 5);
  size_t nan = 0;
  for (const auto& [id, run] : runs)
    for (const auto& [column, cell] : run) {
      if (!column.starts_with("final.")) continue;
      const CsvRow& last = answer("wide").at(id + " " + run.at("epochs") + " ");
      expect_number(number(last.at(column.substr(6))), number(cell), id + " " + column);
      nan += cell == "nan" ? 1 : 0;
    }
  EXPECT_GT(nan, 0u);
}

TEST_F(AnalysisPage, names_the_runs_that_diverged_and_when) {
  size_t diverged = 0;
  for (const auto& [id, run] : runs) {
    const bool has = run.at("status") == "diverged";
    EXPECT_EQ(answer("diverged").contains(id + " "), has) << id;
    EXPECT_EQ(answer("first_bad").contains(id + " "), has) << id;
    if (!has) continue;
    ++diverged;
    const std::string epoch = answer("first_bad").at(id + " ").at("epoch");
    const std::string log = read_file(*scratch / ("mine/runs/" + id + "/error.log"));
    EXPECT_NE(log.find("at epoch " + epoch + ","), std::string::npos) << log;
  }
  EXPECT_EQ(diverged, 5u);
}

}  // namespace
}  // namespace logitbench::end_to_end
