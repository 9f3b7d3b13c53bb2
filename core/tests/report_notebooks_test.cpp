// What the page says in words of notebook 004's sweep, with ten seeds: that which PyTorch showed
// when its code was run again, with seeds 0 and 1 (results/notebooks/README.md). Nothing in the
// program knows this config.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "core/tests/program.h"
#include "core/tests/report_pages.h"

namespace logitbench::end_to_end {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ReportOnNotebook : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const Scratch scratch;
    const Outcome trained = logitbench({"run", config("notebooks/mnist37_losses.yaml"),
                                        "sweep.repeats=10", "--quiet", "--out", "r"},
                                       scratch.path());
    // 3: with ten draws of the weights, one is further from the notebook's than the config allows.
    ASSERT_TRUE(trained.exit_code == 0 || trained.exit_code == 3) << trained.err;
    ASSERT_EQ(logitbench({"report", "r"}, scratch.path()).exit_code, 0);
    data = page_data(read_file(scratch / "r/report.html"));
  }

  // Of a setting, one after the other.
  static std::string words_of(const std::string& loss, const std::string& lr, bool shuffled) {
    const std::string setting = "loss " + loss + ", optimizer.lr " + lr + ", train.shuffle " +
                                (shuffled ? "true" : "false");
    for (const Json& course : data["courses"]["settings"])
      if (course["setting"] == setting) return course["sentences"].dump();
    return "nothing of " + setting;
  }
  // "... (0.9572 to 0.9689) in epoch 10" holds the value.
  static void expect_says(const std::string& words, const std::string& metric, double value) {
    std::smatch range;
    ASSERT_TRUE(std::regex_search(
        words, range,
        std::regex("valid\\." + metric + " from [^\"]*\\(([0-9.]+) to ([0-9.]+)\\) in epoch 10")))
        << words;
    EXPECT_LE(std::stod(range[1]), value) << words;
    EXPECT_GE(std::stod(range[2]), value) << words;
  }

  static Json data;
};
Json ReportOnNotebook::data;

TEST_F(ReportOnNotebook, SaysHowEachLossEnded) {
  struct Row {
    const char* loss;
    bool shuffled;
    double printed, true_accuracy;  // after ten epochs at learning rate 1
  };
  for (const Row& row : {Row{"mnist_loss", false, 0.958, 0.958},
                         {"cross_entropy", false, 0.040, 0.960},
                         {"log_softmax_nll", false, 0.040, 0.960},
                         {"softmax_prob", false, 0.965, 0.035},
                         {"cross_entropy", true, 0.018, 0.982}}) {
    const std::string words = words_of(row.loss, "1", row.shuffled);
    EXPECT_THAT(words, HasSubstr("10 runs completed"));
    expect_says(words, "p0_batch_mean_accuracy", row.printed);
    expect_says(words, "accuracy", row.true_accuracy);
  }
}

TEST_F(ReportOnNotebook, SaysThatTheUnderflowingLossIsNaN) {
  EXPECT_THAT(words_of("softmax_log_nll", "1", false),
              AllOf(HasSubstr("10 runs diverged"), HasSubstr("to 0.5112 in epoch 10"),
                    HasSubstr("valid.accuracy 0.5054 in epoch 10"),
                    HasSubstr("NaN or infinite from epochs 1 to 2 on in 10 of 10 runs")));
  const std::string words = words_of("softmax_log_nll", "0.1", false);
  EXPECT_THAT(words, HasSubstr("10 runs completed"));
  expect_says(words, "accuracy", 0.955);  // "trains to 0.95"
}

TEST_F(ReportOnNotebook, SaysThatTheTwoAccuraciesContradictEachOther) {
  EXPECT_THAT(data["courses"]["contradictions"].dump(),
              AllOf(HasSubstr("valid.accuracy and valid.p0_batch_mean_accuracy contradict"),
                    HasSubstr("Best by valid.p0_batch_mean_accuracy is loss softmax_prob, "
                              "optimizer.lr 1, train.shuffle false, which is the last of 11")));
}

TEST_F(ReportOnNotebook, SaysWhichIsBest) {
  EXPECT_THAT(data["comparison"]["lead"].get<std::string>(),
              HasSubstr("loss cross_entropy, optimizer.lr 1, train.shuffle true"));
}

}  // namespace
}  // namespace logitbench::end_to_end
