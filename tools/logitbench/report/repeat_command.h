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
  std::vector<std::string> plugin_paths;  // as they were typed
};

// Nothing where the manifest does not say it; `why` then does.
std::optional<RepeatSource> repeat_source(const Json& manifest, std::string& why);

// One run of it.
struct RepeatedRun {
  std::string run_id;
  uint64_t seed = 0;
  std::vector<std::string> swept;  // of each swept key, as runs.csv has it; empty: not set
  Json config;                     // as the manifest has it: the table shows lists and maps as text
};

// A line for a shell: `logitbench run CONFIG ... sweep={} key=value ... seed=N --out DIR` and the
// --plugin-path that were given. The run has the same hash in its name, as its config is the same;
// runs that competed (stop: {method: ...}) do not: a run alone has nobody to lose against.
std::string repeat_command(const RepeatSource& source, const RepeatedRun& run);

// As one word of a POSIX shell.
std::string shell_quoted(const std::string& word);

}  // namespace logitbench
