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

// Multiplications, or numbers to convert, below which a part costs more than it brings: some µs;
// handing over takes a third of one.
inline constexpr size_t kGrain = 32768;

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

  // Outlives the team where a worker comes late: it finds that the team has ended, and nothing to
  // do. Between rounds no worker touches what belongs to the caller.
  struct State {
    explicit State(size_t threads) : seats(std::make_unique<Seat[]>(threads)) {}
    void serve(size_t seat);
    bool take(size_t part, uint64_t of_round);

    std::unique_ptr<Seat[]> seats;
    // The loop of a round, written before the round is raised and left alone until all is done.
    StaticRanges ranges{0, 1, 1};
    void* context = nullptr;
    Call call = nullptr;
    alignas(64) std::atomic<uint64_t> round{0};
    alignas(64) std::atomic<size_t> undone{0};
    std::atomic<bool> ends{false};
  };

  void invite_workers();

  size_t threads_;
  oneapi::tbb::task_arena arena_;
  std::shared_ptr<State> state_;
};

}  // namespace logitbench::native
