// A loss of two classes in one column x: the sigmoid of x is the probability of class 1. A RowLoss
// (loss.h), or another template of its kind, whose Derived also has
//   static constexpr const char* kName;  // of the plugin, for errors
#pragma once

#include <string>

#include "error.h"
#include "loss.h"

namespace logitbench {

template <class Derived, template <class> class Base = RowLoss>
class TwoClassLoss : public Base<Derived> {
 public:
  // 1. Throws ConfigError unless there are two classes.
  size_t columns(size_t classes) const override {
    if (classes != 2)
      throw ConfigError(std::string("loss ") + Derived::kName + ": the dataset has " +
                        std::to_string(classes) +
                        " classes, this loss takes 2 (one column); use cross_entropy");
    return 1;
  }
  Decision decision() const override { return Decision::sigmoid; }
};

}  // namespace logitbench
