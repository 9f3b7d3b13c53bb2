// Runs side by side on this machine: each on its own threads, together on no more than the cores.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

namespace logitbench {

struct Job {
  size_t run = 0;      // its index in the plan
  size_t threads = 1;  // that it goes on
  double work = 0;     // in any unit: more takes longer
};

// Those that go on at once: all on as many threads, so that none of them waits for cores.
struct Stretch {
  std::vector<Job> jobs;  // in the order in which they start
  size_t at_once = 1;
};

// The stretches of a sweep, those of many threads first; within one the long jobs first, else as
// given. A stretch has as many jobs at once as the cores allow, at most `at_most`, and one of jobs
// that alone have more threads than there are cores.
std::vector<Stretch> stretches_of(std::vector<Job> jobs, size_t cores, size_t at_most);

// Calls work(job) for each job, on TBB's threads and the calling one, stretch after stretch. Starts
// none any more once `stop` is set. The first exception of a job sets `stop`, and is thrown when
// the jobs under way have returned.
void run_jobs(const std::vector<Stretch>& stretches, std::atomic<bool>& stop,
              const std::function<void(const Job&)>& work);

}  // namespace logitbench
