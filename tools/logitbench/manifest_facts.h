// What an experiment's manifest says beside its plan.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/record/manifest.h"
#include "core/record/results_folder.h"

namespace logitbench {

struct Invocation {
  std::vector<std::string> words;     // the command line
  std::filesystem::path config_file;  // whose git state is kept
};

// As it stands now, before the first run of this process. The folder must outlive it.
ManifestFacts facts_before(const Plan& plan, const ResultsFolder& results,
                           const Invocation& invocation);

// Fills in what only the runs could tell.
void describe(const Plan& plan, const ResultsFolder& results, ManifestFacts& facts);

// Writes the manifest as it stands before the first run.
void record_plan(const Plan& plan, const ResultsFolder& results, const Invocation& invocation);

}  // namespace logitbench
