// Which loss each run of a results folder was trained with: its manifest says.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/config/experiment.h"
#include "core/record/value_json.h"

namespace logitbench {

struct TrainedLoss {
  // Name, and what makes its numbers others than those of a loss of the same name: parameters that
  // are set, a reduction that is not the mean. "cross_entropy", "cross_entropy (label_smoothing
  // 0.1)".
  std::string kind;
  Objective objective = Objective::minimize;
};

// Of a run's config as the manifest has it. Throws nlohmann's exceptions where that has no loss.
TrainedLoss trained_loss(const Json& config);
// Of a run as the manifest has it; none where its config is none of ours.
std::optional<TrainedLoss> known_loss(const Json& run);

// By run_id. Throws DataError where the manifest is missing or is none.
std::map<std::string, TrainedLoss> trained_losses(const std::filesystem::path& folder);

}  // namespace logitbench
