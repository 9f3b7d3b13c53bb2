#include "core/record/utc_time.h"

#include <fmt/format.h>

#include <ctime>

namespace logitbench {

std::string utc_text(UtcTime time) {
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(milliseconds);
  const std::time_t clock = std::chrono::system_clock::to_time_t(seconds);
  std::tm utc{};
  gmtime_r(&clock, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900,
                     utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                     (milliseconds - seconds).count());
}

}  // namespace logitbench
