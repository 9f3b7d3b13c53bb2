// Moments in UTC.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace logitbench {

using UtcTime = std::chrono::system_clock::time_point;

inline UtcTime utc_time_of(int64_t us_since_1970) {
  return UtcTime(std::chrono::microseconds(us_since_1970));
}

// ISO 8601 to the millisecond, e.g. 2024-05-01T12:00:00.250Z.
std::string utc_text(UtcTime time);

}  // namespace logitbench
