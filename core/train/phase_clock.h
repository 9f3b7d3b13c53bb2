// What the steps of a training spend their time on. A step may take a few microseconds, of which
// looking at the clock would be a good part: it is only looked at where somebody asked for it.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <tuple>

#include <logitbench/recorder.h>

namespace logitbench {

class PhaseClock {
 public:
  explicit PhaseClock(bool runs) : runs_(runs) {}

  // Does the work, and returns what it returns; its time is the phase's.
  template <class Work>
  decltype(auto) time(Phase phase, Work&& work) {
    if (!runs_) return work();
    const Stretch stretch(spent_[static_cast<size_t>(phase)]);
    return work();
  }

  // None where it does not run.
  std::optional<PhaseTimes> seconds() const {
    if (!runs_) return std::nullopt;
    PhaseTimes seconds{};
    for (size_t i = 0; i < seconds.size(); ++i)
      seconds[i] = std::chrono::duration<double>(spent_[i]).count();
    return seconds;
  }

 private:
  using Clock = std::chrono::steady_clock;

  class Stretch {
   public:
    explicit Stretch(Clock::duration& spent) : spent_(spent) {}
    ~Stretch() { spent_ += Clock::now() - start_; }
    Stretch(const Stretch&) = delete;
    Stretch& operator=(const Stretch&) = delete;

   private:
    Clock::duration& spent_;
    const Clock::time_point start_ = Clock::now();
  };

  bool runs_;
  std::array<Clock::duration, std::tuple_size_v<PhaseTimes>> spent_{};  // by Phase
};

}  // namespace logitbench
