// The parts of a sweep's runs, each read and checked once for each distinct content.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/config/part_reader.h"
#include "core/config/run_parts.h"
#include "core/sweep/exclusions.h"
#include "core/sweep/written_config.h"

namespace logitbench {

// One setting's parts. Where one is not valid, `valid` is false and `parts` lacks it.
struct SettingParts {
  RunParts parts;
  bool valid = true;
  std::array<const Exclusions::Verdicts*, kParts> verdicts{};  // until the next call
};

class PartStore {
 public:
  // All must outlive this.
  PartStore(const std::vector<SweptKey>& keys, const WrittenConfig& written, PartReader& reader,
            Exclusions& exclusions);

  // Throws PluginError for a plugin that would not load.
  SettingParts parts_of(const Setting& setting);

 private:
  struct Entry {
    std::shared_ptr<const void> part;  // of the type that its number says; null: not valid
    Exclusions::Verdicts verdicts;
  };

  template <class Read>
  const Entry& entry(size_t part, const Setting& setting, std::string_view also, Read&& read);

  const WrittenConfig& written_;
  PartReader& reader_;
  Exclusions& exclusions_;
  // By the values of the keys in the part, as bytes.
  std::array<std::unordered_map<std::string, Entry>, kParts> known_;
  std::array<size_t, kParts> most_kept_;
  std::string key_;
};

}  // namespace logitbench
