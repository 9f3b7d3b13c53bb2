#include "core/train/phase_clock.h"

#include <gtest/gtest.h>

#include <thread>

namespace logitbench {
namespace {

TEST(PhaseClock, that_does_not_run_does_the_work_alone) {
  PhaseClock clock(false);
  int done = 0;
  EXPECT_EQ(clock.time(Phase::loss, [&] { return ++done; }), 1);
  EXPECT_FALSE(clock.seconds());
}

TEST(PhaseClock, gives_each_phase_its_own_time) {
  PhaseClock clock(true);
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(clock.time(Phase::forward, [] { return 7; }), 7);
  for (int i = 0; i < 2; ++i)
    clock.time(Phase::update, [] { std::this_thread::sleep_for(std::chrono::milliseconds(3)); });
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - started;
  const PhaseTimes seconds = clock.seconds().value();
  EXPECT_EQ(seconds[static_cast<size_t>(Phase::data)], 0);
  EXPECT_EQ(seconds[static_cast<size_t>(Phase::backward)], 0);
  EXPECT_GE(seconds[static_cast<size_t>(Phase::forward)], 0);
  EXPECT_GE(seconds[static_cast<size_t>(Phase::update)], 0.006);
  EXPECT_LE(
      seconds[static_cast<size_t>(Phase::forward)] + seconds[static_cast<size_t>(Phase::update)],
      passed.count());
}

TEST(PhaseClock, takes_the_time_of_work_that_throws) {
  PhaseClock clock(true);
  EXPECT_THROW(clock.time(Phase::data,
                          [] {
                            std::this_thread::sleep_for(std::chrono::milliseconds(1));
                            throw 1;
                          }),
               int);
  EXPECT_GE(clock.seconds().value()[static_cast<size_t>(Phase::data)], 0.001);
}

}  // namespace
}  // namespace logitbench
