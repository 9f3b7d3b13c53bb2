// Cells of two axes, each filled with the color of its value.
#pragma once

#include <string>
#include <vector>

#include "tools/logitbench/static_plots/plot.h"

namespace logitbench {

struct HeatCell {
  size_t column = 0, row = 0;
  double value = 0;  // that gives the color
  double shown = 0;  // that is written into it
};

// Draws them, and what is written in black or white, whichever is read more easily. `format`: of
// sprintf, or empty for cells without text.
void draw_heat_cells(const Json& colors, const std::vector<HeatCell>& cells, double least,
                     double most, const std::string& format, Plot& plot);

// Names along the x axis, with room for them below.
void set_columns(Plot& plot, const std::vector<std::string>& columns);

}  // namespace logitbench
