#include "core/record/run_states.h"

#include <gtest/gtest.h>

#include "core/record/journal.h"
#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

EpochRecord epoch(uint64_t number) {
  EpochRecord record;
  record.epoch = number;
  record.values = {{"valid", "loss", 0.5}};
  return record;
}

RunFinished finished(RunStatus status, size_t records) {
  RunFinished end;
  end.result.status = status;
  end.result.reason = status == RunStatus::completed ? "" : "why";
  end.epoch_records = records;
  return end;
}

class RunStatesTest : public testing::Test {
 protected:
  RunStates states(const std::vector<std::string>& planned = {}) const {
    return RunStates(folder_.path(), planned);
  }

  TemporaryFolder folder_;
  JournalWriter journal_{folder_.path()};
};

TEST_F(RunStatesTest, what_never_began_is_queued) {
  EXPECT_EQ(states().state_of("a").status, RunStatus::queued);
  EXPECT_EQ(states().attempt_of("a"), nullptr);
  EXPECT_TRUE(states().run_ids().empty());
}

TEST_F(RunStatesTest, what_began_in_a_living_process_runs_and_shows_its_epochs) {
  const uint64_t attempt = journal_.run_started("a").attempt;
  for (uint64_t number = 0; number < 3; ++number) journal_.epoch(attempt, epoch(number));
  const RunStates now = states();
  const RunState state = now.state_of("a");
  EXPECT_EQ(state.status, RunStatus::running);
  ASSERT_TRUE(state.begun);
  EXPECT_EQ(state.begun->life, Life::lives);
  EXPECT_EQ(state.begun->epoch, 2u);
  const Attempt* shown = now.attempt_of("a");
  ASSERT_NE(shown, nullptr);
  EXPECT_EQ(read_records(*shown).epochs.size(), 3u);
}

TEST_F(RunStatesTest, an_end_speaks_for_the_run_until_it_is_done_again) {
  const uint64_t first = journal_.run_started("a").attempt;
  journal_.epoch(first, epoch(0));
  journal_.run_finished(first, finished(RunStatus::failed, 1));
  EXPECT_EQ(states().state_of("a").status, RunStatus::failed);
  EXPECT_EQ(states().state_of("a").reason, "why");
  EXPECT_EQ(read_records(*states().attempt_of("a")).epochs.size(), 1u);

  const uint64_t second = journal_.run_started("a").attempt;
  journal_.epoch(second, epoch(0));
  journal_.epoch(second, epoch(1));
  EXPECT_EQ(states().state_of("a").status, RunStatus::running);
  EXPECT_EQ(read_records(*states().attempt_of("a")).epochs.size(), 2u);

  journal_.run_finished(second, finished(RunStatus::completed, 2));
  EXPECT_EQ(states().state_of("a").status, RunStatus::completed);
  EXPECT_FALSE(states().state_of("a").begun);
  EXPECT_EQ(states().run_ids(), std::vector<std::string>{"a"});
}

// With repeats the seed becomes a part of each name; the hash at its end stays.
TEST_F(RunStatesTest, runs_are_found_by_the_names_that_a_plan_gave_them_since) {
  const uint64_t ended = journal_.run_started("a-0011223344").attempt;
  journal_.epoch(ended, epoch(0));
  journal_.run_finished(ended, finished(RunStatus::completed, 1));
  journal_.epoch(journal_.run_started("b-5566778899").attempt, epoch(0));
  const std::vector<std::string> planned = {"a-seed1-0011223344", "a-seed2-aabbccddee",
                                            "b-seed1-5566778899"};
  const RunStates now = states(planned);
  EXPECT_EQ(now.state_of(planned[0]).status, RunStatus::completed);
  EXPECT_NE(now.attempt_of(planned[0]), nullptr);
  EXPECT_EQ(now.state_of(planned[1]).status, RunStatus::queued);
  EXPECT_EQ(now.state_of(planned[2]).status, RunStatus::running);
  EXPECT_EQ(now.run_ids(), (std::vector<std::string>{planned[0], planned[2]}));
}

}  // namespace
}  // namespace logitbench
