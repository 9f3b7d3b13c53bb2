#include "tools/logitbench/progress_line.h"

#include <gtest/gtest.h>

#include <cmath>

namespace logitbench {
namespace {

ProgressState state() {
  ProgressState s;
  s.run = 3;
  s.runs = 8;
  s.run_id = "mnist37_losses-softmax_log_nll-lr1.0-0123abcd";
  s.epoch = 4;
  s.epochs = 10;
  s.share = 0.35;
  s.loss = 0.123456;
  s.accuracy = 0.96417;
  s.samples_per_s = 850000;
  s.left_s = 12.4;
  return s;
}

TEST(TerminalLine, SaysEverythingWhereThereIsRoom) {
  EXPECT_EQ(terminal_line(state(), 200),
            "run 3/8 mnist37_losses-softmax_log_nll-lr1.0-0123abcd [#######-------------] "
            "epoch 4/10 loss 0.1235 accuracy 0.9642 850k samples/s 0:12 left");
}

TEST(TerminalLine, ElidesTheRunFirst) {
  const std::string line = terminal_line(state(), 120);
  EXPECT_EQ(line.size(), 119u);
  EXPECT_NE(line.find("mnist37_los...0-0123abcd "), std::string::npos) << line;
}

TEST(TerminalLine, LeavesOutWhatMattersLeast) {
  EXPECT_EQ(terminal_line(state(), 40), "run 3/8 mni...cd epoch 4/10 loss 0.1235");
  EXPECT_EQ(terminal_line(state(), 60), "run 3/8 epoch 4/10 loss 0.1235 accuracy 0.9642 0:12 left");
  EXPECT_EQ(terminal_line(state(), 20), "run 3/8 epoch 4/10");
}

TEST(TerminalLine, NeverReachesTheLastColumn) {
  for (size_t columns = 0; columns < 200; ++columns)
    EXPECT_LT(terminal_line(state(), columns).size(), std::max<size_t>(columns, 1)) << columns;
}

TEST(TerminalLine, ShowsNan) {
  ProgressState s = state();
  s.loss = std::nan("");
  EXPECT_NE(terminal_line(s, 80).find("loss nan "), std::string::npos);
}

TEST(EpochLine, IsWholeAndPlain) {
  EXPECT_EQ(epoch_line(state()),
            "run 3/8 mnist37_losses-softmax_log_nll-lr1.0-0123abcd: epoch 4/10, loss 0.1235, "
            "accuracy 0.9642, 850k samples/s");
}

TEST(RunEndLine, GivesTheReasonOnOneLine) {
  ProgressState s = state();
  s.run_id = "a";
  EXPECT_EQ(
      run_end_line(s, {RunStatus::diverged, "epoch 1,\n\tstep 1: \x1b[31mloss", 1, 14200, 0.25}),
      "run 3/8 diverged a: 1 epoch, 0.2 s, 14.2k samples/s, loss 0.1235, accuracy 0.9642: "
      "epoch 1,  step 1:  [31mloss");
}

TEST(DurationText, CountsUpToHours) {
  EXPECT_EQ(duration_text(0.4), "0:00");
  EXPECT_EQ(duration_text(59.6), "1:00");
  EXPECT_EQ(duration_text(754), "12:34");
  EXPECT_EQ(duration_text(3723), "1:02:03");
  EXPECT_EQ(duration_text(INFINITY), "999:00:00");
  EXPECT_EQ(duration_text(-1), "0:00");
}

TEST(RateText, HasThreeDigits) {
  EXPECT_EQ(rate_text(0), "0");
  EXPECT_EQ(rate_text(949.6), "950");
  EXPECT_EQ(rate_text(999.6), "1.00k");
  EXPECT_EQ(rate_text(14249), "14.2k");
  EXPECT_EQ(rate_text(850000), "850k");
  EXPECT_EQ(rate_text(4300000), "4.30M");
}

TEST(Elided, KeepsBothEnds) {
  EXPECT_EQ(elided("0123456789", 10), "0123456789");
  EXPECT_EQ(elided("0123456789", 8), "012...89");
  EXPECT_EQ(elided("0123456789", 3), "012");
  EXPECT_EQ(elided("0123456789", 0), "");
}

}  // namespace
}  // namespace logitbench
