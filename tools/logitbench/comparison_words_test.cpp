#include "tools/logitbench/comparison_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tools/logitbench/comparison_text.h"

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::Not;

class ComparisonWords : public testing::Test {
 protected:
  ComparisonWords() {
    comparison.by = {"loss"};
    comparison.reference = 0;
    comparison.asked_at_once = 1;
    for (const char* name : {"ours", "theirs"}) {
      Group& group = comparison.groups.emplace_back();
      group.setting = {name};
      group.by_status[RunStatus::completed] = 8;
      for (uint64_t seed = 0; seed < 8; ++seed) group.repeats.push_back({seed, 0.5});
      group.summary = Summary{.mean = 0.5, .median = 0.5, .least = 0.4, .largest = 0.6};
    }
    GroupDifference& difference = comparison.differences.emplace_back();
    difference.group = 1;
    difference.paired = true;
    difference.repeats = difference.reference_repeats = 8;
    difference.t_test = TTest{.difference = -0.125, .interval = {-0.25, -0.0625}};
    difference.rank_test = RankTest{};
    difference.p = 0.01;
    difference.rank_p = 0.02;
    difference.verdict = ComparisonVerdict::worse;
  }
  GroupDifference& difference() { return comparison.differences[0]; }
  std::string sentence() { return verdict_sentence(comparison, difference()); }
  Comparison comparison;
};

TEST_F(ComparisonWords, OfADifferenceHaveItsSizeAndItsEvidence) {
  EXPECT_EQ(sentence(),
            "worse than ours by 0.125 (95 % interval -0.25 to -0.0625, p 0.01, 8 pairs)");
  difference().within_margin = true;
  comparison.margin = 0.25;
  EXPECT_THAT(sentence(), HasSubstr("by 0.125, which is no more than the margin 0.25 (95 %"));
  difference().p = 1e-7;
  EXPECT_THAT(sentence(), HasSubstr("p < 0.0001"));
}

TEST_F(ComparisonWords, NameTheRankTestWhereItDoesNotAgree) {
  EXPECT_THAT(sentence(), Not(HasSubstr("Wilcoxon")));
  difference().rank_p = 0.07;
  EXPECT_THAT(sentence(), HasSubstr("; Wilcoxon's test does not confirm it, p 0.07"));
  // 2 / 2^5 is more than 0.05: five pairs cannot.
  difference().repeats = difference().reference_repeats = 5;
  EXPECT_THAT(sentence(), HasSubstr("; Wilcoxon's test is too weak to confirm it"));
  // 2 / 252 is not, but among seven tests it is.
  difference().paired = false;
  EXPECT_THAT(sentence(), HasSubstr("5 seeds beside 5, none paired"));
  EXPECT_THAT(sentence(), HasSubstr("; Mann and Whitney's test does not confirm it"));
  comparison.asked_at_once = 7;
  EXPECT_THAT(sentence(), HasSubstr("; Mann and Whitney's test is too weak to confirm it"));
}

TEST_F(ComparisonWords, OfWhatCannotBeToldHaveTheSeedsThatItTakes) {
  difference().verdict = ComparisonVerdict::cannot_tell;
  difference().needed = 34;
  EXPECT_THAT(sentence(), HasSubstr("cannot tell from ours (difference -0.125, 95 % interval"));
  EXPECT_THAT(sentence(), HasSubstr("; about 34 seeds would be needed"));
  difference().paired = false;
  EXPECT_THAT(sentence(), HasSubstr("; about 34 seeds of each would be needed"));
  difference().needed.reset();
  EXPECT_THAT(sentence(), HasSubstr("; more than a million seeds"));
}

TEST_F(ComparisonWords, OfNoDifferenceSayWithinWhat) {
  difference().verdict = ComparisonVerdict::no_difference;
  comparison.margin = 0.3;
  EXPECT_THAT(sentence(), HasSubstr("no difference to ours larger than 0.3 (difference -0.125"));
  difference().t_test->interval = {0, 0};
  EXPECT_EQ(sentence(), "no difference to ours: equal in every one of 8 pairs");
}

TEST_F(ComparisonWords, OfTooFewSayHowManyThereAre) {
  difference().verdict = ComparisonVerdict::too_few_repeats;
  difference().repeats = difference().reference_repeats = 1;
  EXPECT_EQ(sentence(), "no verdict, 1 seed to compare; it takes 5 at least");
  comparison.groups[1].repeats.clear();
  EXPECT_EQ(sentence(), "no verdict, none of its 8 runs completed with a finite value");
}

TEST_F(ComparisonWords, NoteSeedsThatChangeNothing) {
  EXPECT_TRUE(comparison_notes(comparison).empty());
  comparison.groups[1].summary->least = comparison.groups[1].summary->largest;
  ASSERT_EQ(comparison_notes(comparison).size(), 1u);
  EXPECT_THAT(comparison_notes(comparison)[0], HasSubstr("the same value with theirs"));
}

TEST_F(ComparisonWords, OnTheTerminalHoldNoControlCharacters) {
  comparison.groups[1].setting = {"\x1b[31mred\nline"};
  for (const auto print : {print_comparison, print_comparison_markdown}) {
    std::ostringstream out;
    print(comparison, {{"valid", "nll"}}, out);
    EXPECT_THAT(out.str(), Not(HasSubstr("\x1b")));
    EXPECT_THAT(out.str(), Not(HasSubstr("red\n")));
    EXPECT_THAT(out.str(), HasSubstr("red line"));
  }
}

}  // namespace
}  // namespace logitbench
