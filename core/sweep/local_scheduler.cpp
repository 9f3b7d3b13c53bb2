#include "core/sweep/local_scheduler.h"

#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <tuple>

namespace logitbench {

namespace {

// The first exception of several threads.
class FirstError {
 public:
  void keep(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
  }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr error_;
};

// Calls body() on this thread and on others of TBB's, `count` in all.
template <class Body>
void on_threads(size_t count, const Body& body) {
  if (count == 1) return body();
  oneapi::tbb::task_arena arena(static_cast<int>(count));
  arena.execute([&] {
    oneapi::tbb::task_group group;
    // Isolated: where a job waits for a loop of its own, it takes up no second job meanwhile.
    const auto isolated = [&] { oneapi::tbb::this_task_arena::isolate(body); };
    for (size_t i = 1; i < count; ++i) group.run(isolated);
    isolated();
    group.wait();
  });
}

}  // namespace

std::vector<Stretch> stretches_of(std::vector<Job> jobs, size_t cores, size_t at_most) {
  std::stable_sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) {
    return std::tie(a.threads, a.work) > std::tie(b.threads, b.work);
  });
  std::vector<Stretch> stretches;
  for (const Job& job : jobs) {
    if (stretches.empty() || stretches.back().jobs.back().threads != job.threads)
      stretches.emplace_back();
    stretches.back().jobs.push_back(job);
  }
  for (Stretch& stretch : stretches) {
    const size_t fit = cores / std::max<size_t>(stretch.jobs.front().threads, 1);
    stretch.at_once = std::max<size_t>(std::min({fit, at_most, stretch.jobs.size()}), 1);
  }
  return stretches;
}

void run_jobs(const std::vector<Stretch>& stretches, std::atomic<bool>& stop,
              const std::function<void(const Job&)>& work) {
  FirstError error;
  for (const Stretch& stretch : stretches) {
    std::atomic<size_t> next = 0;
    on_threads(stretch.at_once, [&] {
      while (!stop) {
        const size_t mine = next++;
        if (mine >= stretch.jobs.size()) return;
        try {
          work(stretch.jobs[mine]);
        } catch (...) {
          error.keep(std::current_exception());
          stop = true;
        }
      }
    });
  }
  error.rethrow();
}

}  // namespace logitbench
