// Whether a path is a folder of results at all.
#pragma once

#include <filesystem>
#include <string>

namespace logitbench {

// Whether any of the files is there that a results folder has.
bool holds_results(const std::filesystem::path& folder);

// Whether the journal says how far runs are: it has files, or there is no runs.csv that would say
// it in its place. Throws ResultsError for a folder that cannot be read.
bool has_journal(const std::filesystem::path& folder);

// Throws ConfigError, with what was found there and what is meant, for a path that is no folder and
// for one that holds no file that a results folder has. `command` is the one that was asked.
void refuse_no_results(const std::filesystem::path& folder, const std::string& command);

}  // namespace logitbench
