// --weights and --predictions: files of one run, which is trained again for them.
#pragma once

#include <ostream>

#include "core/plugin/plugin_host.h"
#include "tools/logitbench/export/export_options.h"
#include "tools/logitbench/export/recorded_sweep.h"

namespace logitbench {

// Of `runs.plan`'s only run. Says on `out` what is written, and how the training goes. Throws
// ConfigError for an epoch or a split that the run does not have, or where it recorded none; as
// train_again() does; ResultsError.
void export_run_files(const ExportOptions& options, const RecordedSweep& runs, PluginHost& host,
                      std::ostream& out);

}  // namespace logitbench
