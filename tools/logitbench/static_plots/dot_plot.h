// Settings one below the other, each with its mean and intervals: names of any length have room.
#pragma once

#include <string>
#include <vector>

#include "tools/logitbench/static_plots/plot.h"

namespace logitbench {

struct Dot {
  size_t row = 0;
  Json mean;                         // or one run's value
  Json low, high;                    // from least to largest; null: not drawn
  Json interval_low, interval_high;  // of 95 %; null: not drawn
};

// The first row on top. `rows`: their names; `value`: what is measured.
Plot dot_plot(const Json& page, const std::vector<std::string>& rows, const std::vector<Dot>& dots,
              const std::string& value);

// Names along the y axis, the first on top, with room for them.
void set_rows(Plot& plot, const std::vector<std::string>& rows);

}  // namespace logitbench
