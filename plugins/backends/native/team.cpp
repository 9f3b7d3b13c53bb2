#include "team.h"

#include <oneapi/tbb/info.h>

#include <algorithm>
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
      // More workers than cores TBB does not lend; the calling thread does the parts of those.
      arena_(static_cast<int>(std::min<size_t>(
          threads, static_cast<size_t>(oneapi::tbb::info::default_concurrency())))),
      state_(std::make_shared<State>(threads)) {}

Team::~Team() { state_->ends.store(true, std::memory_order_relaxed); }

void Team::run(size_t count, size_t grain, void* context, Call call) {
  if (count == 0) return;
  const StaticRanges ranges(count, grain, threads_);
  if (ranges.parts == 1) {
    call(context, 0, count);
    return;
  }
  invite_workers();
  State& state = *state_;
  state.ranges = ranges;
  state.context = context;
  state.call = call;
  const uint64_t round = state.round.load(std::memory_order_relaxed) + 1;
  // Nobody takes a part that this loop does not have.
  for (size_t part = ranges.parts; part < threads_; ++part)
    state.seats[part].claimed_round.store(round, std::memory_order_relaxed);
  state.undone.store(ranges.parts, std::memory_order_relaxed);
  state.round.store(round, std::memory_order_release);
  for (size_t part = 0; part < ranges.parts; ++part) state.take(part, round);
  spin_until([&] { return state.undone.load(std::memory_order_acquire) == 0; });
}

bool Team::State::take(size_t part, uint64_t of_round) {
  std::atomic<uint64_t>& claimed = seats[part].claimed_round;
  uint64_t before = claimed.load(std::memory_order_relaxed);
  if (before >= of_round ||
      !claimed.compare_exchange_strong(before, of_round, std::memory_order_acq_rel))
    return false;
  const auto [first, last] = ranges.range(part);
  call(context, first, last);
  undone.fetch_sub(1, std::memory_order_release);
  return true;
}

void Team::invite_workers() {
  for (size_t seat = 1; seat < threads_; ++seat) {
    std::atomic<bool>& invited = state_->seats[seat].invited;
    if (invited.load(std::memory_order_acquire)) continue;
    invited.store(true, std::memory_order_relaxed);
    arena_.enqueue([state = state_, seat] { state->serve(seat); });
  }
}

void Team::State::serve(size_t seat) {
  uint64_t seen = 0;
  auto idle_since = Clock::now();
  for (unsigned spins = 1; !ends.load(std::memory_order_relaxed); ++spins) {
    const uint64_t now = round.load(std::memory_order_acquire);
    if (now != seen) {
      seen = now;
      if (take(seat, now)) idle_since = Clock::now();
    } else if (spins % kSpinsToYield == 0) {
      if (Clock::now() - idle_since > kSpin) break;
      std::this_thread::yield();
    }
    pause();
  }
  seats[seat].invited.store(false, std::memory_order_release);
}

}  // namespace logitbench::native
