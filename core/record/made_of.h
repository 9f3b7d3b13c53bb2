// What a run turned out to be made of: kept in the journal with its end, and in the manifest.
#pragma once

#include <logitbench/recorder.h>

#include <string>
#include <utility>
#include <vector>

#include "core/record/value_json.h"

namespace logitbench {

using NamedTexts = std::vector<std::pair<std::string, std::string>>;  // in the order to be written

// Bits depend on the threads.
struct MadeOf {
  size_t threads = 0;  // 0: not known; a journal of an older version has the facts alone
  std::string backend_library;
  NamedTexts data_sha256;  // split -> SHA-256 of its content
  Facts facts;
  auto operator<=>(const MadeOf&) const = default;
};

Json named_texts_json(const NamedTexts& texts);
Json made_of_json(const MadeOf& made_of);

// Throws nlohmann's exceptions for what made_of_json and facts do not write.
MadeOf made_of_from(const Json& json);
Facts facts_from(const Json& json);

}  // namespace logitbench
