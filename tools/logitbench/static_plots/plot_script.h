// The gnuplot script that draws a plot as SVG and as PNG: where everything stands on the picture.
#pragma once

#include <string>

#include "tools/logitbench/static_plots/plot.h"

namespace logitbench {

// A whole script, which begins with its mark. Its pictures are NAME.svg and NAME.png in the folder
// in which gnuplot runs. Title and note above the axes, the legend below: none covers the data.
std::string plot_script(Plot plot);
std::string plot_mark(const std::string& name);

}  // namespace logitbench
