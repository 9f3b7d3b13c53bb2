// Runs that are finished already, as an experiment comes to them again.
#pragma once

#include <map>
#include <optional>
#include <ostream>
#include <string>

#include "core/record/results_folder.h"
#include "core/train/runner.h"

namespace logitbench {

class FinishedRuns {
 public:
  FinishedRuns(const ResultsFolder& results, Runner& runner, std::ostream& out)
      : results_(results), runner_(runner), out_(out) {}

  // Prints what it printed when it ended. Throws ConfigError where its data are others by now.
  void take_up(const Run& run);

 private:
  void refuse_other_data(const Run& run);
  NamedTexts recorded_data(const Run& run);
  void show_kept_predictions(const Run& run) const;

  const ResultsFolder& results_;
  Runner& runner_;
  std::ostream& out_;
  std::optional<std::map<std::string, NamedTexts>> manifest_data_;
};

}  // namespace logitbench
