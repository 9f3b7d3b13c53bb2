#include "team.h"

#include <chrono>
#include <thread>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace logitbench::native {
namespace {

using Clock = std::chrono::steady_clock;

// Longer than anything that one thread does between two loops of a step, and than the system takes
// to move a worker that it woke on the caller's own core to a free one; shorter than anything that
// a user notices of a busy core.
constexpr auto kSpin = std::chrono::milliseconds(2);

void pause() {
#if defined(__SSE2__)
  _mm_pause();
#endif
}

// Spins between two looks at whether another thread wants the core: some microseconds.
constexpr unsigned kSpinsToYield = 256;

// Spins until `done` says so.
template <class Done>
void spin_until(const Done& done) {
  for (unsigned spins = 1; !done(); ++spins) {
    pause();
    if (spins % kSpinsToYield == 0) std::this_thread::yield();
  }
}

}  // namespace

Team::Team(size_t threads)
    : threads_(threads),
      arena_(static_cast<int>(threads)),
      seats_(std::make_unique<Seat[]>(threads)) {}

Team::~Team() {
  ends_.store(true, std::memory_order_release);
  for (size_t seat = 1; seat < threads_; ++seat)
    spin_until([&] { return !seats_[seat].invited.load(std::memory_order_acquire); });
}

void Team::run(size_t count, size_t grain, void* context, Call call) {
  if (count == 0) return;
  const StaticRanges ranges(count, grain, threads_);
  if (ranges.parts == 1) {
    call(context, 0, count);
    return;
  }
  invite_workers();
  ranges_ = ranges;
  context_ = context;
  call_ = call;
  const uint64_t round = round_.load(std::memory_order_relaxed) + 1;
  // Nobody takes a part that this loop does not have.
  for (size_t part = ranges.parts; part < threads_; ++part)
    seats_[part].claimed_round.store(round, std::memory_order_relaxed);
  undone_.store(ranges.parts, std::memory_order_relaxed);
  round_.store(round, std::memory_order_release);
  for (size_t part = 0; part < ranges.parts; ++part) take(part, round);
  spin_until([&] { return undone_.load(std::memory_order_acquire) == 0; });
}

bool Team::take(size_t part, uint64_t round) {
  std::atomic<uint64_t>& claimed = seats_[part].claimed_round;
  uint64_t before = claimed.load(std::memory_order_relaxed);
  if (before >= round || !claimed.compare_exchange_strong(before, round, std::memory_order_acq_rel))
    return false;
  const auto [first, last] = ranges_.range(part);
  call_(context_, first, last);
  undone_.fetch_sub(1, std::memory_order_release);
  return true;
}

void Team::invite_workers() {
  for (size_t seat = 1; seat < threads_; ++seat)
    if (!seats_[seat].invited.load(std::memory_order_acquire)) {
      seats_[seat].invited.store(true, std::memory_order_relaxed);
      arena_.enqueue([this, seat] { serve(seat); });
    }
}

void Team::serve(size_t seat) {
  uint64_t seen = 0;
  auto idle_since = Clock::now();
  for (unsigned spins = 1; !ends_.load(std::memory_order_relaxed); ++spins) {
    const uint64_t round = round_.load(std::memory_order_acquire);
    if (round != seen) {
      seen = round;
      if (take(seat, round)) idle_since = Clock::now();
    } else if (spins % 64 == 0 && Clock::now() - idle_since > kSpin) {
      break;
    }
    if (spins % kSpinsToYield == 0) std::this_thread::yield();
    pause();
  }
  seats_[seat].invited.store(false, std::memory_order_release);
}

}  // namespace logitbench::native
