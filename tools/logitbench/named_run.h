// The one run that a user's words name.
#pragma once

#include <filesystem>
#include <string>

#include "core/record/value_json.h"

namespace logitbench {

struct NamedRun {
  std::filesystem::path folder;
  std::string run_id;
  Json run;       // as the manifest has it: run_id, config_sha256, config, swept, made_of
  Json manifest;  // all of it but the runs
};

// `name` is a run_id, or any part of it that occurs in exactly one run's; `runs/` before it and a
// slash after it do not count. `command` is the one that was asked. Throws ConfigError for a folder
// that is none or holds no results, and where no run or more than one is meant; DataError where
// manifest.json is missing or damaged. Reads the manifest a run at a time.
NamedRun find_run(const std::filesystem::path& folder, const std::string& name,
                  const std::string& command);

// Folder and run in one word: DIR/RUN, DIR/runs/RUN, or DIR where it holds one run alone.
NamedRun find_run(const std::string& place, const std::string& command);

}  // namespace logitbench
