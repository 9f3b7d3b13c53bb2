// How a network is laid out over numbers, memory and threads. Decided once, from its shapes alone.
#pragma once

#include <logitbench/network.h>

#include <float_network/parameter_store.h>
#include "dnnl_compat.h"

namespace logitbench::onednn {

struct Arrangement {
  DataType type = kFloat;
  size_t threads = 1;
  // Each thread runs all layers on its part of the rows, and the gradients are added up. Else the
  // threads share every primitive's work.
  bool split_rows = false;
  // Which weights are kept as [outputs][inputs].
  float_network::Transposed transposed;
};

// By the table of measurements in arrangement.cpp.
Arrangement arrange(const NetworkSpec& spec, const CompileOptions& options, DataType type);

}  // namespace logitbench::onednn
