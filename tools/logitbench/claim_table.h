// The claims as a table: source, quantity, its value, ours, the tolerance, the verdict, a note.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "tools/logitbench/claim_row.h"

namespace logitbench {

// At most `columns` wide as far as words allow: the quantity is wrapped first; a note that does not
// fit behind its row stands on a line of its own below.
void print_claims(const std::vector<ClaimRow>& rows, size_t columns, std::ostream& out);

void print_claims_markdown(const std::vector<ClaimRow>& rows, std::ostream& out);

}  // namespace logitbench
