// The end of a file of kernels that is compiled for each instruction set.
#pragma once

#include <hwy/highway.h>

// Defines plugin::function, which calls the kernel of that name for the best instruction set at
// hand. A macro, as Highway's tables of kernels are. Goes between #if HWY_ONCE and #endif.
#define LOGITBENCH_LANE_DISPATCH(plugin, function, parameters, arguments) \
  namespace logitbench::plugin {                                          \
  HWY_EXPORT(function);                                                   \
  void function parameters { HWY_DYNAMIC_DISPATCH(function) arguments; }  \
  }
