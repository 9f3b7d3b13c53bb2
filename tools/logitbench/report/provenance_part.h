// Where the numbers come from: what ran, from what, on what.
#pragma once

#include <vector>

#include "core/record/value_json.h"
#include "tools/logitbench/report/reported_folder.h"

namespace logitbench {

// Of each folder: name, question, note, facts (name and text of each), settings (dotted keys that
// all its runs share, and their values).
Json provenance_part(const std::vector<ReportedFolder>& folders);

}  // namespace logitbench
