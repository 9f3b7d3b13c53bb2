#include "tools/logitbench/sweep_progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <thread>
#include <vector>

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::Not;

class SweepProgressTest : public testing::Test {
 protected:
  SweepProgress make(ProgressStyle style) {
    return {out, style, [this] { return columns; }, [this] { return now; }};
  }
  void pass(double seconds) {
    now += std::chrono::duration_cast<SweepProgress::Clock::duration>(
        std::chrono::duration<double>(seconds));
  }
  std::string taken() {
    std::string text = out.str();
    out.str("");
    return text;
  }
  // One epoch of a run of one, on the display.
  static void train(Recorder& run, double accuracy) {
    run.on_batch(1, 100, 100);
    run.on_epoch({1, 1, {{"train", "loss", 0.5}, {"valid", "accuracy", accuracy}}});
  }

  std::ostringstream out;
  size_t columns = 100;
  SweepProgress::Clock::time_point now{std::chrono::hours(1)};
};

TEST_F(SweepProgressTest, a_terminal_sees_one_line_and_what_did_not_end_well_above_it) {
  SweepProgress progress = make(ProgressStyle::terminal);
  progress.on_plan(10, 5, 5);
  train(progress.on_run_start({{5, "good", 1}, 1, 100}), 0.875);
  EXPECT_EQ(taken(), "\r5/10 runs [####----------------] 0:00 left\x1b[K");
  pass(1);
  progress.on_run_end({5, "good", 1}, {RunStatus::completed, "", 1, 100, 1});
  // One of five runs took a second: four to go.
  EXPECT_EQ(taken(), "\r6/10 runs [####----------------] 0:04 left best accuracy 0.875 good\x1b[K");
  progress.on_run_start({{6, "bad", 1}, 1, 100});
  progress.on_run_end({6, "bad", 1}, {RunStatus::failed, "no\nmemory", 0, 0, 1});
  EXPECT_EQ(taken(), "\r\x1b[Krun 7/10 failed bad: 0 epochs, 1.0 s: no memory\n");
  pass(1);
  progress.on_run_end({7, "worse", 1}, {RunStatus::failed, "no plugin", 0, 0, 0});
  // One that never began is done, too.
  EXPECT_THAT(taken(), HasSubstr("8/10 runs [############--------] 2 failed 0:01 left"));
}

TEST_F(SweepProgressTest, without_a_terminal_there_is_a_line_a_run_and_no_control_characters) {
  SweepProgress progress = make(ProgressStyle::plain);
  progress.on_plan(2, 0, 2);
  Recorder& a = progress.on_run_start({{0, "a", 1}, 1, 100});
  Recorder& b = progress.on_run_start({{1, "b", 1}, 1, 100});
  train(a, 0.5);
  train(b, 0.75);
  progress.on_run_end({1, "b", 1}, {RunStatus::completed, "", 1, 100, 1});
  progress.on_run_end({0, "a", 1}, {RunStatus::completed, "", 1, 100, 2});
  EXPECT_EQ(out.str(),
            "run 2/2 completed b: 1 epoch, 1.0 s, 100 samples/s, loss 0.5, accuracy 0.75\n"
            "run 1/2 completed a: 1 epoch, 2.0 s, 100 samples/s, loss 0.5, accuracy 0.5\n");
}

TEST_F(SweepProgressTest, quiet_says_nothing) {
  SweepProgress progress = make(ProgressStyle::quiet);
  progress.on_plan(1, 0, 1);
  train(progress.on_run_start({{0, "a", 1}, 1, 100}), 1);
  progress.on_run_end({0, "a", 1}, {RunStatus::failed, "x", 1, 100, 1});
  EXPECT_EQ(out.str(), "");
}

TEST_F(SweepProgressTest, neither_nan_nor_a_run_that_diverged_is_best) {
  SweepProgress progress = make(ProgressStyle::terminal);
  progress.on_plan(9, 0, 9);
  const auto end = [&](size_t index, const char* id, double accuracy, RunStatus status) {
    train(progress.on_run_start({{index, id, 1}, 1, 100}), accuracy);
    pass(1);
    progress.on_run_end({index, id, 1}, {status, "", 1, 100, 1});
  };
  end(0, "not_a_number", std::nan(""), RunStatus::completed);
  EXPECT_THAT(taken(), Not(HasSubstr("best")));
  end(1, "first", 0.25, RunStatus::completed);
  end(2, "diverged", 0.99, RunStatus::diverged);
  end(3, "not_a_number", std::nan(""), RunStatus::completed);
  taken();
  end(4, "equal", 0.25, RunStatus::completed);
  EXPECT_THAT(taken(), HasSubstr("1 diverged 0:04 left best accuracy 0.25 first"));
}

TEST_F(SweepProgressTest, fits_any_width) {
  SweepState state{120, 37, {{RunStatus::failed, 2}}, 0.3, 0.9812, "lr0.1-seed3-0123456789", 75.0};
  for (size_t width = 0; width < 140; ++width)
    EXPECT_LE(sweep_line(state, width).size(), width > 0 ? width - 1 : 0);
  EXPECT_EQ(sweep_line(state, 140),
            "37/120 runs [######--------------] 2 failed 1:15 left best accuracy 0.9812 "
            "lr0.1-seed3-0123456789");
  EXPECT_EQ(sweep_line(state, 30), "37/120 runs 2 failed");
}

TEST_F(SweepProgressTest, runs_at_once_share_it) {
  SweepProgress progress(
      out, ProgressStyle::terminal, [] { return size_t{80}; }, SweepProgress::Clock::now);
  progress.on_plan(400, 0, 400);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (size_t i = t; i < 400; i += 4) {
        train(progress.on_run_start({{i, std::to_string(i), 1}, 1, 100}), 0.5);
        progress.on_run_end({i, std::to_string(i), 1}, {RunStatus::failed, "", 1, 1, 1});
      }
    });
  for (std::thread& thread : threads) thread.join();
  size_t ends = 0;
  const std::string text = out.str(), end = ": 1 epoch";
  for (size_t at = text.find(end); at != std::string::npos; at = text.find(end, at + 1)) ++ends;
  EXPECT_EQ(ends, 400U);
}

}  // namespace
}  // namespace logitbench
