// What the files of plots are called.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace logitbench {

class PlotNames {
 public:
  // The parts with dots between them: {"curves", "valid.accuracy"} is curves.valid.accuracy. What
  // is neither a letter or digit of ASCII nor one of . _ - becomes one _, what is long is cut, and
  // of names that are then equal (in whichever case) the second ends in -2: the same plots in the
  // same order have the same names.
  std::string name(const std::vector<std::string>& parts);

 private:
  std::set<std::string> taken_;
};

}  // namespace logitbench
