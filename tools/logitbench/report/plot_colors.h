// The colors and dashes of all plots, on white paper and on a dark screen.
#pragma once

#include "core/record/value_json.h"

namespace logitbench {

// lines:  light and dark, of each line its color, in turns; dashes: once all colors are used, the
//         next ones (drawn and left out, in turns, in line widths; empty: solid)
// heat:   light and dark, from the least value to the largest
// shares: light and dark, from none to all
Json plot_colors_json();

// Lines with a color and dash of their own.
size_t most_lines_told_apart();

}  // namespace logitbench
