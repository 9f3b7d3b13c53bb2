// How a plot's lines look: as on the page, and with marks.
#pragma once

#include <string>

#include "core/record/value_json.h"

namespace logitbench {

// "#0072b2" of the line with this index, as gnuplot takes it.
std::string line_color(const Json& page, size_t index);

// Color, dash and mark of a line with so many points: of many only some have a mark.
std::string line_look(const Json& page, size_t index, size_t points);

// A fill without an edge, so strong between 0 and 1.
std::string fill_look(const std::string& color, double strength);

// `set palette` from one list of colors, and the range of values that it stands for.
std::string palette(const Json& colors, double least, double most);

}  // namespace logitbench
