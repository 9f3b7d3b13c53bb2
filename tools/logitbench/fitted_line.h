// A line of fields that fits a terminal.
#pragma once

#include <string>
#include <vector>

namespace logitbench {

struct Field {
  std::string text;
  int importance = 0;  // 0 goes last
};

// The fields joined by spaces, at most `width` characters: those that do not fit are left out, the
// least important (the largest number) first. `name` stands behind field `after`, shortened in its
// middle to what is left; not at all where that is too little to tell it by.
std::string fitted_line(std::vector<Field> fields, const std::string& name, size_t after,
                        size_t width);

// [#####---------------]
std::string bar(double share);

}  // namespace logitbench
