#include "tools/logitbench/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::Not;

class ProgressTest : public testing::Test {
 protected:
  Progress make(ProgressStyle style) {
    return {out, style, [this] { return columns; }, [this] { return now; }};
  }
  void pass(double seconds) {
    now += std::chrono::duration_cast<Progress::Clock::duration>(
        std::chrono::duration<double>(seconds));
  }
  std::string taken() {
    std::string text = out.str();
    out.str("");
    return text;
  }
  // Two epochs of four batches of 100 samples, a second each, and a second of validation.
  void two_epochs(Progress& progress) {
    progress.on_plan(2, 0, 0);
    progress.on_run_start({{0, "a", 0}, 2, 400});
    progress.on_epoch({0, 0, {{"valid", "loss", 0.7}, {"valid", "accuracy", 0.5}}});
    for (uint64_t epoch = 1; epoch <= 2; ++epoch) {
      for (uint64_t batch = 1; batch <= 4; ++batch) {
        pass(1);
        progress.on_batch(epoch, batch * 100, 400);
      }
      pass(1);
      progress.on_epoch(
          {epoch,
           epoch * 4,
           {{"train", "loss", 0.5}, {"valid", "loss", 9}, {"valid", "accuracy", 0.75}}});
    }
    progress.on_run_end({0, "lr1-01", 0}, {RunStatus::completed, "", 2, 100, 10});
  }

  std::ostringstream out;
  size_t columns = 80;
  Progress::Clock::time_point now{std::chrono::hours(1)};
};

TEST_F(ProgressTest, PlainIsALineAnEpoch) {
  Progress progress = make(ProgressStyle::plain);
  two_epochs(progress);
  EXPECT_EQ(out.str(),
            "run 1/2 a: epoch 0/2, loss 0.7, accuracy 0.5\n"
            "run 1/2 a: epoch 1/2, loss 0.5, accuracy 0.75, 100 samples/s\n"
            "run 1/2 a: epoch 2/2, loss 0.5, accuracy 0.75, 100 samples/s\n"
            "run 1/2 completed a: 2 epochs, 10.0 s, 100 samples/s, loss 0.5, accuracy 0.75\n");
}

TEST_F(ProgressTest, QuietSaysNothing) {
  Progress progress = make(ProgressStyle::quiet);
  two_epochs(progress);
  EXPECT_EQ(out.str(), "");
}

TEST_F(ProgressTest, ATerminalSeesOneLineRedrawn) {
  Progress progress = make(ProgressStyle::terminal);
  progress.on_plan(2, 0, 0);
  progress.on_run_start({{0, "a", 0}, 2, 400});
  pass(2);
  progress.on_batch(1, 200, 400);
  // A quarter of the first of two runs took two seconds: seven more quarters to go.
  EXPECT_EQ(taken(), "run 1/2 a [#####---------------] epoch 1/2 100 samples/s 0:14 left\x1b[K");
  pass(0.05);
  progress.on_batch(1, 300, 400);
  EXPECT_EQ(taken(), "") << "drawn again too soon";
  pass(0.05);
  progress.on_batch(1, 400, 400);
  EXPECT_THAT(taken(), testing::StartsWith("\rrun 1/2 "));
  progress.on_run_end({0, "lr1-01", 0}, {RunStatus::failed, "no\nmemory", 1, 0, 2.1});
  EXPECT_EQ(taken(), "\rrun 1/2 failed a: 1 epoch, 2.1 s: no memory\x1b[K\n");
}

TEST_F(ProgressTest, NoLineIsWiderThanTheTerminal) {
  columns = 40;
  Progress progress = make(ProgressStyle::terminal);
  two_epochs(progress);
  std::string text = out.str();
  size_t width = 0, widest = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "\x1b[K") == 0)
      i += 2;
    else if (text[i] == '\r' || text[i] == '\n')
      width = 0;
    else
      widest = std::max(widest, ++width);
  }
  EXPECT_GT(widest, 20u);
  EXPECT_LT(widest, 40u);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST_F(ProgressTest, ALineLeftOpenIsEnded) {
  {
    Progress progress = make(ProgressStyle::terminal);
    progress.on_plan(1, 0, 0);
    progress.on_run_start({{0, "a", 0}, 1, 100});
    pass(1);
    progress.on_batch(1, 50, 100);
    EXPECT_THAT(out.str(), Not(HasSubstr("\n")));
  }
  EXPECT_THAT(out.str(), testing::EndsWith("\n"));
}

TEST_F(ProgressTest, ARunThatNeverStartedIsTold) {
  Progress progress = make(ProgressStyle::plain);
  progress.on_plan(1, 0, 0);
  progress.on_run_end({0, "lr1-01", 0}, {RunStatus::failed, "the model does not fit", 0, 0, 0});
  EXPECT_EQ(out.str(), "lr1-01 failed before it began: the model does not fit\n");
}

TEST_F(ProgressTest, AnUntrainedNetworkHasOneLine) {
  Progress progress = make(ProgressStyle::plain);
  progress.on_plan(1, 0, 0);
  progress.on_run_start({{0, "a", 0}, 0, 100});
  progress.on_epoch({0, 0, {{"valid", "loss", 25.794}}});
  progress.on_run_end({0, "lr1-01", 0}, {RunStatus::completed, "", 0, 0, 0.04});
  EXPECT_EQ(out.str(),
            "run 1/1 a: epoch 0/0, loss 25.79\nrun 1/1 completed a: 0 epochs, 0.0 s, loss 25.79\n");
}

}  // namespace
}  // namespace logitbench
