// Parallel loops on TBB, in an arena of a fixed number of threads.
#pragma once

#include <logitbench/parallel.h>
#include <oneapi/tbb/task_arena.h>

namespace logitbench::reference {

class TbbParallel final : public Parallel {
 public:
  explicit TbbParallel(size_t threads);
  size_t threads() const override { return threads_; }

 protected:
  void run(size_t count, size_t grain, void* context, Call call) override;

 private:
  size_t threads_;
  oneapi::tbb::task_arena arena_;
};

}  // namespace logitbench::reference
