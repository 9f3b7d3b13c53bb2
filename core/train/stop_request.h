// Asks a run to end before its last epoch: because the user wants it, the sweep ends, or its time
// is up. Looked at after every batch. Thread safe.
#pragma once

#include <logitbench/recorder.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

namespace logitbench {

class StopRequest {
 public:
  // Once `interrupted` is set; it must outlive this object.
  StopRequest(const std::atomic<bool>& interrupted) : interrupted_(interrupted) {}
  // Or once `cancelled` is, or the run has taken `limit_s` seconds from now on.
  StopRequest(const std::atomic<bool>& interrupted, const std::atomic<bool>& cancelled,
              std::optional<double> limit_s)
      : interrupted_(interrupted), cancelled_(&cancelled), limit_s_(limit_s) {}

  explicit operator bool() const { return asked() || out_of_time(); }
  // Whether it is for another reason than its time.
  bool asked() const {
    return interrupted_.load(std::memory_order_relaxed) ||
           (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed));
  }

  // What a run that is stopped ends as, and why.
  RunStatus status() const { return asked() ? RunStatus::interrupted : RunStatus::timed_out; }
  std::string reason(uint64_t epochs, uint64_t steps) const;

 private:
  using Clock = std::chrono::steady_clock;

  bool out_of_time() const {
    return limit_s_ && std::chrono::duration<double>(Clock::now() - started_).count() >= *limit_s_;
  }

  const std::atomic<bool>& interrupted_;
  const std::atomic<bool>* cancelled_ = nullptr;
  std::optional<double> limit_s_;
  Clock::time_point started_ = Clock::now();
};

}  // namespace logitbench
