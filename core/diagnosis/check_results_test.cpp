// Every finding of check_results: one fault planted in a healthy folder, and found.
#include "core/diagnosis/check_results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "core/diagnosis/result_kinds.h"
#include "core/diagnosis/testing/planted_faults.h"
#include "core/diagnosis/testing/result_configs.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;

std::vector<Finding> check(const fs::path& folder) {
  return check_results(folder, test_host()).findings;
}

std::string text_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings)
    text += finding.code + " at " + finding.place + ": " + finding.what + "\n" + finding.evidence +
            "\n";
  return text;
}

bool holds(const std::vector<Finding>& findings, const std::string& code) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.code == code; });
}

const Finding& found(const std::vector<Finding>& findings, const std::string& code) {
  const auto place = std::find_if(findings.begin(), findings.end(),
                                  [&](const Finding& finding) { return finding.code == code; });
  if (place == findings.end())
    throw std::runtime_error(code + " is not among\n" + text_of(findings));
  return *place;
}

bool nothing_above_info(const std::vector<Finding>& findings) {
  return std::all_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::info; });
}

// One healthy folder, written once; each test takes a copy.
class PlantedFault : public testing::TestWithParam<Fault> {
 public:
  static void SetUpTestSuite() {
    source_ = std::make_unique<TemporaryFolder>();
    write_results(source_->path(), kHealthyConfig);
  }
  static void TearDownTestSuite() { source_.reset(); }

 protected:
  fs::path healthy_copy() const {
    fs::copy(source_->path() / "r", folder_.path() / "r", fs::copy_options::recursive);
    return folder_.path() / "r";
  }

 private:
  static std::unique_ptr<TemporaryFolder> source_;
  TemporaryFolder folder_;
};
std::unique_ptr<TemporaryFolder> PlantedFault::source_;

TEST_P(PlantedFault, IsFound) {
  const fs::path folder = healthy_copy();
  const std::vector<Finding> before = check(folder);
  EXPECT_TRUE(nothing_above_info(before)) << text_of(before);
  EXPECT_FALSE(holds(before, GetParam().code)) << text_of(before);
  GetParam().plant(folder);
  const std::vector<Finding> after = check(folder);
  EXPECT_TRUE(holds(after, GetParam().code)) << text_of(after);
  const Finding& finding = found(after, GetParam().code);
  EXPECT_FALSE(finding.place.empty());
  EXPECT_FALSE(finding.what.empty());
  EXPECT_TRUE(finding.severity == Severity::info || !finding.advice.empty());
  EXPECT_EQ(nothing_above_info(after), finding.severity == Severity::info) << text_of(after);
}

INSTANTIATE_TEST_SUITE_P(CheckResults, PlantedFault, testing::ValuesIn(planted_faults()),
                         [](const auto& fault) { return fault.param.name; });

TEST(CheckResults, EveryCodeIsPlanted) {
  // Those that no edit of a healthy folder gives have their tests below.
  std::set<std::string> planted = {
      "expectations_met", "divergence_expected", "failure_expected", "run_diverged",
      "run_failed",       "run_queued",          "run_interrupted",  "run_timed_out",
      "data_absent",      "data_not_compared",   "run_dropped",      "predictions_not_compared",
      "run_pruned",
  };
  for (const Fault& fault : planted_faults()) planted.insert(fault.code);
  for (const FindingKind& kind : kResultKinds)
    EXPECT_TRUE(planted.erase(std::string(kind.code)) > 0) << kind.code;
  EXPECT_TRUE(planted.empty()) << *planted.begin();
}

TEST(CheckResults, TheResultsPageHasEveryCode) {
  const std::string page = read_text(std::string(LOGITBENCH_SOURCE_DIR) + "/results/README.md");
  for (const FindingKind& kind : kResultKinds) {
    const std::string row = "| `" + std::string(kind.code) + "` | " + to_text(kind.severity) +
                            " | " + std::string(kind.description) + " |\n";
    EXPECT_THAT(page, testing::HasSubstr(row));
  }
}

TEST(CheckResults, OfAHealthySweepCountsItsRuns) {
  const TemporaryFolder folder;
  const ResultsCheck result =
      check_results(write_results(folder.path(), kHealthyConfig), test_host());
  EXPECT_EQ(result.planned_runs, 4u);
  EXPECT_EQ(result.finished_runs, 4u);
  ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
  EXPECT_EQ(result.findings[0].code, "expectations_met");
  EXPECT_THAT(result.findings[0].what, testing::HasSubstr("4 of 4"));
}

TEST(CheckResults, AWholeUnsweptRunHasNoFindingAtAll) {
  const TemporaryFolder folder;
  EXPECT_EQ(text_of(check(write_results(folder.path(), kSingleRun))), "");  // it holds -inf
}

// What JSON has no numbers for: the config holds -inf too.
TEST(CheckResults, ReadsValuesThatAreNotFiniteBack) {
  const TemporaryFolder folder;
  const auto findings =
      check(write_results(folder.path(), std::string(kSingleRun) +
                                             "expect: [{metric: valid.nonfinite, value: .inf}]\n"));
  EXPECT_EQ(found(findings, "expectation_missed").run_ids.size(), 1u) << text_of(findings);
  EXPECT_FALSE(holds(findings, "expectations_unreadable")) << text_of(findings);
}

TEST(CheckResults, NamesTheStepAndTheQuantityOfADivergedRun) {
  const TemporaryFolder folder;
  const auto findings = check(write_results(folder.path(), kDiverging));
  const Finding& finding = found(findings, "run_diverged");
  EXPECT_EQ(finding.severity, Severity::warning);
  EXPECT_THAT(finding.evidence, testing::ContainsRegex("first, at epoch [0-9]+, step [0-9]+"));
  EXPECT_EQ(finding.run_ids.size(), 1u);
}

TEST(CheckResults, AnExpectedDivergenceIsNoFault) {
  const TemporaryFolder folder;
  const auto findings = check(
      write_results(folder.path(), std::string(kDiverging) + "expect: [{status: diverged}]\n"));
  EXPECT_TRUE(nothing_above_info(findings)) << text_of(findings);
  EXPECT_THAT(found(findings, "divergence_expected").evidence, testing::HasSubstr("step"));
}

TEST(CheckResults, AnExpectedFailureIsNoFault) {
  const TemporaryFolder folder;
  const auto findings = check(write_results(
      folder.path(), std::string(kSingleRun) + "expect: [{status: failed}]\n", [](size_t) {
        return RunResult{RunStatus::failed, "no such thing"};
      }));
  EXPECT_TRUE(nothing_above_info(findings)) << text_of(findings);
  EXPECT_THAT(found(findings, "failure_expected").evidence, testing::HasSubstr("no such thing"));
}

TEST(CheckResults, NamesRunsThatDidNotEndWellWithTheirReasons) {
  const TemporaryFolder folder;
  const auto findings = check(
      write_results(folder.path(), kHealthyConfig, [](size_t run) -> std::optional<RunResult> {
        if (run == 0) return std::nullopt;
        if (run == 1) return RunResult{RunStatus::failed, "out of memory"};
        if (run == 2) return RunResult{RunStatus::interrupted, "stopped after epoch 0, step 0"};
        return RunResult{RunStatus::queued, ""};
      }));
  EXPECT_THAT(found(findings, "run_failed").evidence, testing::HasSubstr("out of memory"));
  EXPECT_THAT(found(findings, "run_interrupted").evidence, testing::HasSubstr("after epoch 0"));
  EXPECT_THAT(found(findings, "run_queued").evidence, testing::HasSubstr("not begun"));
  EXPECT_EQ(check_results(folder.path() / "r", test_host()).finished_runs, 1u);
}

TEST(CheckResults, SaysWhichRunTookTooLong) {
  const TemporaryFolder folder;
  const auto findings = check(write_results(folder.path(), kSingleRun, [](size_t) {
    return RunResult{RunStatus::timed_out, "its run_timeout of 3 s"};
  }));
  EXPECT_THAT(found(findings, "run_timed_out").evidence, testing::HasSubstr("of 3 s"));
}

TEST(CheckResults, APrunedRunIsAsItShouldBe) {
  const TemporaryFolder folder;
  const auto findings = check(write_results(folder.path(), kSingleRun, [](size_t) {
    return RunResult{RunStatus::pruned, "number 2 of 2"};
  }));
  EXPECT_THAT(found(findings, "run_pruned").evidence, testing::HasSubstr("number 2 of 2"));
  EXPECT_TRUE(nothing_above_info(findings)) << text_of(findings);
}

TEST(CheckResults, SaysOfARunWithoutEndHowFarItCame) {
  const TemporaryFolder folder;
  const fs::path results = write_results(folder.path(), kSingleRun, [](size_t) {
    return RunResult{RunStatus::queued, ""};
  });
  {
    JournalWriter writer(results / "journal");
    const Json manifest = Json::parse(read_text(results / kManifestFile));
    writer.epoch(writer.run_started(manifest["runs"][0]["run_id"]).attempt, {0, 0, {}});
  }
  EXPECT_THAT(found(check(results), "run_queued").evidence,
              testing::HasSubstr("1 epochs recorded"));
}

TEST(CheckResults, SaysThatDataAreGone) {
  const TemporaryFolder folder;
  write_idx_files(folder.path() / "data");
  const fs::path results = write_results(folder.path(), kIdxRun);
  EXPECT_EQ(text_of(check(results)), "");
  fs::remove_all(folder.path() / "data");
  const auto findings = check(results);
  EXPECT_TRUE(nothing_above_info(findings)) << text_of(findings);
  EXPECT_THAT(found(findings, "data_absent").evidence, testing::HasSubstr("data"));
}

TEST(CheckResults, LoadsNoMoreThanSomeDatasets) {
  const TemporaryFolder folder;
  const auto findings = check(write_results(folder.path(), kManyDatasets));
  EXPECT_TRUE(nothing_above_info(findings)) << text_of(findings);
  EXPECT_EQ(found(findings, "data_not_compared").run_ids.size(), 2u) << text_of(findings);
}

// Flips, cuts and repeats at places drawn with a fixed seed. A table that differs in one byte is
// found; whatever is done to any file, nothing but findings comes of it.
TEST(CheckResults, AnyDamageIsAFindingAtMost) {
  const TemporaryFolder folder;
  const fs::path results = write_results(folder.path(), kHealthyConfig);
  std::vector<fs::path> files = {results / "runs.csv", results / "curves.csv",
                                 results / kManifestFile};
  for_journal_files(results, [&](const fs::path& file) { files.push_back(file); });
  std::mt19937 random(7);
  for (const fs::path& file : files) {
    const std::string whole = read_text(file);
    for (int i = 0; i < 40; ++i) {
      std::string text = whole;
      const size_t place = random() % text.size();
      if (i % 4 == 0) text.resize(place);
      if (i % 4 == 1) text.insert(place, text.substr(place, random() % 50 + 1));
      if (i % 4 == 2) text.erase(place, random() % 50 + 1);
      if (i % 4 == 3) text[place] = static_cast<char>(text[place] ^ (1 + random() % 255));
      write_text(file, text);
      std::vector<Finding> findings;
      EXPECT_NO_THROW(findings = check(results)) << file << " " << i;
      if (file.extension() == ".csv") {
        EXPECT_FALSE(nothing_above_info(findings)) << file << " " << i << " at byte " << place;
      }
    }
    write_text(file, whole);
  }
  EXPECT_TRUE(nothing_above_info(check(results)));
}

TEST(CheckResults, RefusesWhatIsNoResultsFolder) {
  const TemporaryFolder folder;
  const auto refusal = [](const fs::path& path) -> std::string {
    try {
      check(path);
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "taken";
  };
  EXPECT_THAT(refusal(folder.path() / "gone"), testing::HasSubstr("is not there"));
  EXPECT_THAT(refusal(folder.path()), testing::HasSubstr("is empty"));
  write_text(folder.path() / "a.txt", "x");
  EXPECT_THAT(refusal(folder.path()), testing::HasSubstr("holds no results"));
  EXPECT_THAT(refusal(folder.path() / "a.txt"), testing::HasSubstr("is not a folder"));
  write_results(folder.path(), kSingleRun);
  EXPECT_THAT(refusal(folder.path()), testing::HasSubstr("name one of them"));
}

}  // namespace
}  // namespace logitbench
