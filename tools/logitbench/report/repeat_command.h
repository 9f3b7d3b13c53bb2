// The command that does one run of a sweep again, and that run alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/record/value_json.h"

namespace logitbench {

// What the command of a whole experiment gave it, from its manifest.
struct RepeatSource {
  std::string config;                  // as it was typed
  std::vector<std::string> overrides;  // those that steer no sweep and no seed
  std::vector<std::string> swept_keys;
};

// Nothing where the manifest does not say it; `why` then does.
std::optional<RepeatSource> repeat_source(const Json& manifest, std::string& why);

// A line for a shell: `logitbench run CONFIG ... sweep={} key=value ... seed=N --out DIR`. `swept`:
// of each swept key its value as runs.csv has it; empty: not set. The run has the same hash in its
// name, as its config is the same.
std::string repeat_command(const RepeatSource& source, const std::vector<std::string>& swept,
                           uint64_t seed, const std::string& run_id);

// As one word of a POSIX shell.
std::string shell_quoted(const std::string& word);

}  // namespace logitbench
