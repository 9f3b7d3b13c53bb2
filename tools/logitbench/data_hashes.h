// What the runs' data are, for the manifest.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <logitbench/dataset.h>

#include "core/data/content_hash.h"
#include "core/record/manifest.h"

namespace logitbench {

// SHA-256 of the content of each dataset that the runs share, taken once. Thread safe.
class DataHashes {
 public:
  NamedTexts of(const std::shared_ptr<const Dataset>& dataset) {
    const std::lock_guard lock(mutex_);
    std::erase_if(known_, [](const auto& known) { return known.first.expired(); });
    for (const auto& [known, hashes] : known_)
      if (known.lock() == dataset) return hashes;
    NamedTexts hashes = {{"train", content_hash(dataset->train)}};
    if (dataset->test) hashes.emplace_back("test", content_hash(*dataset->test));
    known_.emplace_back(dataset, hashes);
    return hashes;
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::weak_ptr<const Dataset>, NamedTexts>> known_;
};

}  // namespace logitbench
