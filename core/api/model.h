// A model: from the shape of a sample and the columns that the loss wants to a list of layers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "layers.h"
#include "schema.h"

namespace logitbench {

// Throws ConfigError for layers that do not fit. Initial weights are the host's (`init`, common to
// all models), as is the check that the last layer gives the columns that the loss wants.
using ModelFactory =
    std::function<std::vector<Layer>(const Map& parameters, Shape input, size_t columns)>;

struct ModelPlugin {
  std::string name;
  std::string description;
  Schema schema;
  ModelFactory layers;
};

}  // namespace logitbench
