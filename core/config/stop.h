// The section `stop` of a config: what ends a run before its last epoch. `nan` and `target` are a
// run's own and part of what it is; the rest is a competition among the runs of a sweep
// (core/sweep/early_stopping.h), and part of none of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <logitbench/value.h>

#include "core/config/config_node.h"

namespace logitbench {

enum class StopMethod { median, successive_halving };
inline constexpr std::string_view kStopMethods[] = {"median", "successive_halving"};

constexpr std::string_view to_text(StopMethod method) {
  return kStopMethods[static_cast<size_t>(method)];
}

struct StopSettings {
  bool nan = false;     // the run ends where it diverges
  bool target = false;  // the run ends where it has reached the config's target

  std::optional<StopMethod> method;
  std::string split = "valid", metric = "accuracy";  // what the runs compete in

  uint64_t first = 5;  // median: runs that come first and are not stopped
  uint64_t after = 1;  // median: epochs after which none is stopped yet

  uint64_t first_epochs = 1;  // successive_halving: after which the first are chosen
  uint64_t factor = 3;        // successive_halving: one in so many goes on
};

// `section` may be null. Throws ConfigError.
StopSettings read_stop(const ConfigNode* section);

// The competition as a config has it, defaults filled in; empty where there is none.
Map competition(const StopSettings& settings);

// Whether the key, dotted, is one that all runs of a sweep have in common.
bool is_of_the_competition(std::string_view dotted_key);

}  // namespace logitbench
