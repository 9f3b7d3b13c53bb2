#include "core/sweep/local_scheduler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace logitbench {
namespace {

// Keeps an eye on how many threads and jobs go on at once.
class Watch {
 public:
  void work(const Job& job) {
    {
      const std::lock_guard lock(mutex_);
      order.push_back(job.run);
      jobs_ += 1;
      threads_ += job.threads;
      most_jobs = std::max(most_jobs, jobs_);
      most_threads = std::max(most_threads, threads_);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    const std::lock_guard lock(mutex_);
    jobs_ -= 1;
    threads_ -= job.threads;
  }
  std::vector<size_t> order;
  size_t most_jobs = 0, most_threads = 0;

 private:
  std::mutex mutex_;
  size_t jobs_ = 0, threads_ = 0;
};

std::vector<Job> jobs_of(const std::vector<size_t>& threads) {
  std::vector<Job> jobs;
  for (size_t i = 0; i < threads.size(); ++i) jobs.push_back({i, threads[i], 1});
  return jobs;
}

std::vector<size_t> runs_of(const Stretch& stretch) {
  std::vector<size_t> runs;
  for (const Job& job : stretch.jobs) runs.push_back(job.run);
  return runs;
}

TEST(LocalScheduler, starts_wide_jobs_first_then_long_ones_then_as_given) {
  const auto stretches =
      stretches_of({{0, 1, 5}, {1, 2, 1}, {2, 1, 9}, {3, 1, 5}, {4, 2, 3}}, 4, 9);
  ASSERT_EQ(stretches.size(), 2U);
  EXPECT_EQ(runs_of(stretches[0]), (std::vector<size_t>{4, 1}));
  EXPECT_EQ(runs_of(stretches[1]), (std::vector<size_t>{2, 0, 3}));
}

TEST(LocalScheduler, jobs_yield_to_threads) {
  const auto at_once = [](const std::vector<size_t>& threads, size_t cores, size_t at_most) {
    return stretches_of(jobs_of(threads), cores, at_most).front().at_once;
  };
  EXPECT_EQ(at_once({1, 1, 1, 1}, 2, 8), 2U);
  EXPECT_EQ(at_once({2, 2, 2, 2}, 8, 8), 4U);
  EXPECT_EQ(at_once({2, 2}, 2, 8), 1U);
  EXPECT_EQ(at_once({64}, 2, 8), 1U);
  EXPECT_EQ(at_once({1, 1, 1}, 16, 2), 2U);
  EXPECT_EQ(at_once({1}, 16, 16), 1U);
  EXPECT_TRUE(stretches_of({}, 16, 16).empty());
}

TEST(LocalScheduler, does_each_job_once_and_holds_the_cores) {
  const size_t cores = std::max(2U, std::thread::hardware_concurrency());
  std::vector<size_t> threads(40, 1);
  threads[7] = threads[20] = cores;
  threads[9] = 10 * cores;  // alone
  const std::vector<Job> jobs = jobs_of(threads);
  Watch watch;
  std::atomic<bool> stop = false;
  run_jobs(stretches_of(jobs, cores, cores), stop, [&](const Job& job) { watch.work(job); });
  std::sort(watch.order.begin(), watch.order.end());
  ASSERT_EQ(watch.order.size(), 40U);
  for (size_t i = 0; i < 40; ++i) EXPECT_EQ(watch.order[i], i);
  EXPECT_EQ(watch.most_threads, 10 * cores);
  EXPECT_LE(watch.most_jobs, cores);
}

TEST(LocalScheduler, jobs_go_on_at_once) {
  std::atomic<int> there = 0;
  std::atomic<bool> stop = false;
  // Neither returns before the other has begun; alone it gives up after a while.
  run_jobs(stretches_of(jobs_of({1, 1}), 2, 2), stop, [&](const Job&) {
    ++there;
    for (int tries = 0; tries < 10000 && there < 2; ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(there, 2);
  });
}

TEST(LocalScheduler, one_at_a_time_keeps_the_order) {
  Watch watch;
  std::atomic<bool> stop = false;
  run_jobs(stretches_of(jobs_of({1, 1, 1}), 8, 1), stop, [&](const Job& job) { watch.work(job); });
  EXPECT_EQ(watch.order, (std::vector<size_t>{0, 1, 2}));
}

TEST(LocalScheduler, starts_none_after_a_stop) {
  for (const size_t at_once : {size_t{1}, size_t{2}}) {
    std::atomic<size_t> done = 0;
    std::atomic<bool> stop = false;
    run_jobs(stretches_of(jobs_of(std::vector<size_t>(1000, 1)), 2, at_once), stop,
             [&](const Job&) {
               if (++done == 5) stop = true;
             });
    EXPECT_GE(done, 5U);
    EXPECT_LE(done, 6U);
  }
}

TEST(LocalScheduler, throws_the_first_exception_when_the_others_have_returned) {
  for (const size_t at_once : {size_t{1}, size_t{2}}) {
    std::atomic<size_t> under_way = 0;
    std::atomic<bool> stop = false;
    const auto work = [&](const Job& job) {
      ++under_way;
      std::this_thread::sleep_for(std::chrono::milliseconds(job.run == 0 ? 1 : 20));
      --under_way;
      if (job.run == 0) throw std::runtime_error("first");
    };
    EXPECT_THROW(
        run_jobs(stretches_of(jobs_of(std::vector<size_t>(50, 1)), 2, at_once), stop, work),
        std::runtime_error);
    EXPECT_TRUE(stop);
    EXPECT_EQ(under_way, 0U);
  }
}

}  // namespace
}  // namespace logitbench
