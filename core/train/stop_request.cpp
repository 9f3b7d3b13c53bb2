#include "core/train/stop_request.h"

#include <fmt/format.h>

namespace logitbench {

std::string StopRequest::reason(uint64_t epochs, uint64_t steps) const {
  const std::string where = fmt::format("stopped after epoch {}, step {}", epochs, steps);
  if (asked()) return where;
  return fmt::format("{}: it had taken its run_timeout of {} s; a larger one lets it end", where,
                     *limit_s_);
}

}  // namespace logitbench
