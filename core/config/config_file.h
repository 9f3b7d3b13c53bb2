// The text of a config file, refused with a reason before anything parses it.
#pragma once

#include <filesystem>
#include <string>

#include "core/config/config_node.h"

namespace logitbench {

// A larger file is refused without being read: data belongs into a dataset.
inline constexpr uintmax_t kMostConfigBytes = uintmax_t{16} << 20;

struct ConfigText {
  std::string text;  // UTF-8 without byte order mark
  Location start;    // its source, line 0
};

// Throws ConfigError for a folder, a missing, unreadable, empty or too large file, and for text
// that is not UTF-8, holds a zero byte or is indented with tabs. `expected`, for messages: what the
// file should be.
ConfigText read_config_text(const std::filesystem::path& file,
                            const std::string& expected = "a YAML config",
                            uintmax_t most_bytes = kMostConfigBytes);

// The last three of these checks, on text from anywhere. `start` is the source, line 0.
void check_text(const std::string& text, const Location& start);

}  // namespace logitbench
