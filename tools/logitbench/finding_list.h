// Findings as text, for people and as JSON.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/diagnosis/finding.h"
#include "core/record/value_json.h"

namespace logitbench {

// Each as "error code at place: what", then its evidence, advice and runs, indented. Control
// characters, which a damaged file may hold, are escaped.
void print_findings(const std::vector<Finding>& findings, std::ostream& out);

// "3 findings: 1 error, 1 warning, 1 info", or "nothing found".
std::string findings_summary(const std::vector<Finding>& findings);

// Whether one is of severity error or warning: what makes `check` exit with 3.
bool any_to_mend(const std::vector<Finding>& findings);

Json findings_json(const std::vector<Finding>& findings);

}  // namespace logitbench
