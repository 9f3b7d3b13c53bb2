// manifest.json read back, checked for what the other checks rely on.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnosis/finding.h"
#include "core/record/manifest.h"

namespace logitbench {

struct ManifestRun {
  std::string run_id;
  std::string config_sha256;
  Json config;                                    // an object
  std::optional<std::vector<std::string>> swept;  // none: an earlier version wrote it
  NamedTexts data_sha256;                         // empty: not known
  Facts facts;                                    // empty: not known
};

struct ManifestContent {
  std::string experiment, note;
  bool finished = false;
  std::vector<std::string> swept_keys;
  std::vector<ManifestRun> runs;  // in plan order, each id once
  std::optional<Json> expect;     // a list; none: an earlier version wrote it
};

// Nothing where there is no manifest or it is none, which is then a finding. Reports a run that is
// there twice, a config that does not have its hash, an experiment without end.
std::optional<ManifestContent> read_manifest_content(const std::filesystem::path& folder,
                                                     std::vector<Finding>& findings);

}  // namespace logitbench
