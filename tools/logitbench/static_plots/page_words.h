// Words that the plots take from the page's data.
#pragma once

#include <string>

#include "core/record/value_json.h"

namespace logitbench {

// A group's values as its line is called: "cross_entropy, 0.1".
std::string group_name(const Json& group);

// A series or a column of runs.csv, with its unit: "final.valid.nll (nats)".
std::string with_unit(const Json& page, const std::string& name);

// "loss, optimizer.lr".
std::string joined(const Json& names);

}  // namespace logitbench
