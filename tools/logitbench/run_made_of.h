// What a run says of itself when it is ready, as its record keeps it.
#pragma once

#include "core/record/made_of.h"
#include "core/train/runner.h"

namespace logitbench {

inline MadeOf made_of(const RunFacts& facts) {
  return {facts.threads, facts.backend_library, facts.data_sha256, facts.facts};
}

}  // namespace logitbench
