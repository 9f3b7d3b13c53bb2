// An x axis of a swept key's numbers.
#pragma once

#include "core/record/value_json.h"
#include "tools/logitbench/static_plots/plot.h"

namespace logitbench {

// Whether one of the key's numbers is one that gnuplot holds on the key's axis.
bool has_place(const Json& key, const Json& number);

// Where some number has a place. Its label, its range, whether it is a log axis, and where so many
// have room, the numbers that were swept as its tics.
void set_number_axis(Plot& plot, const Json& key);

}  // namespace logitbench
