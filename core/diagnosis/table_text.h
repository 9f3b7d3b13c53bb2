// What both tables have in common as text.
#pragma once

#include <string>
#include <vector>

#include "core/diagnosis/finding.h"

namespace logitbench {

inline constexpr const char* kWriteTablesAnew =
    "run the same command again: it makes the tables from the journal; do not edit them by hand";

// Reports line ends that are not LF, and a text that is empty or ends within a line.
void check_table_text(const std::string& text, const std::string& place,
                      std::vector<Finding>& findings);

}  // namespace logitbench
