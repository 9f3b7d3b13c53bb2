// The journal's most frequent event, read quickly: a journal of long runs is epochs for the most
// part, and going on reads all of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <logitbench/recorder.h>

namespace logitbench {

struct EpochLine {
  uint64_t attempt = 0;
  EpochRecord record;
};

// An epoch event written just as epoch_json writes it. Nothing for any other text, be it an epoch
// in another way of writing: parse_event reads that.
std::optional<EpochLine> read_epoch_line(std::string_view json);

}  // namespace logitbench
