#include "tools/logitbench/begun_process.h"

#include <fmt/format.h>

#include "core/record/utc_time.h"

namespace logitbench {

std::string process_text(const Begun& begun) {
  return fmt::format("process {} on {}", begun.process.pid, begun.process.host);
}

Json process_json(const Begun& begun) {
  const char* state = begun.life == Life::lives  ? "lives"
                      : begun.life == Life::dead ? "dead"
                                                 : "on another host";
  return {{"host", begun.process.host},
          {"pid", begun.process.pid},
          {"state", state},
          {"started", utc_text(utc_time_of(begun.started_us))},
          {"last_written", utc_text(utc_time_of(begun.last_written_us))},
          {"epoch", json_or_null(begun.epoch)}};
}

}  // namespace logitbench
