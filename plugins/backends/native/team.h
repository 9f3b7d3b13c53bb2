// The one pool of a run: the calling thread and TBB's workers, which spin for a moment after each
// loop, so that the next loop of the same step finds them at hand (0.2 µs instead of some 5). A
// worker that is not there in time is not waited for: the calling thread does its part.
#pragma once

#include <logitbench/parallel.h>
#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <cstdint>
#include <memory>

namespace logitbench::native {

class Team final : public Parallel {
 public:
  explicit Team(size_t threads);
  ~Team() override;
  size_t threads() const override { return threads_; }

 protected:
  void run(size_t count, size_t grain, void* context, Call call) override;

 private:
  // A part of a loop belongs to the seat of its number first, and to the calling thread, seat 0,
  // where that is empty.
  struct alignas(64) Seat {
    std::atomic<uint64_t> claimed_round{0};  // the last round whose part somebody took
    std::atomic<bool> invited{false};
  };

  void invite_workers();
  void serve(size_t seat);
  bool take(size_t part, uint64_t round);

  size_t threads_;
  oneapi::tbb::task_arena arena_;
  std::unique_ptr<Seat[]> seats_;
  // The loop of a round, written before the round is raised and left alone until all is done.
  StaticRanges ranges_{0, 1, 1};
  void* context_ = nullptr;
  Call call_ = nullptr;
  alignas(64) std::atomic<uint64_t> round_{0};
  alignas(64) std::atomic<size_t> undone_{0};
  std::atomic<bool> ends_{false};
};

}  // namespace logitbench::native
