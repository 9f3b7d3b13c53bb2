// What the runs' data are: a hash a split.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <logitbench/dataset.h>

#include "core/data/content_hash.h"

namespace logitbench {

using SplitHashes = std::vector<std::pair<std::string, std::string>>;  // split -> SHA-256

// Of each dataset that runs share, taken once. Thread safe.
class DataHashes {
 public:
  SplitHashes of(const std::shared_ptr<const Dataset>& dataset) {
    const std::lock_guard lock(mutex_);
    std::erase_if(known_, [](const auto& known) { return known.first.expired(); });
    for (const auto& [known, hashes] : known_)
      if (known.lock() == dataset) return hashes;
    SplitHashes hashes = {{"train", content_hash(dataset->train)}};
    if (dataset->test) hashes.emplace_back("test", content_hash(*dataset->test));
    known_.emplace_back(dataset, hashes);
    return hashes;
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::weak_ptr<const Dataset>, SplitHashes>> known_;
};

}  // namespace logitbench
