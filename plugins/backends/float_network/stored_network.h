// A network whose parameters are in a store: what backends that compute in float answer alike.
#pragma once

#include <logitbench/network.h>

#include "parameter_store.h"

namespace logitbench::float_network {

class StoredNetwork : public Network {
 public:
  std::span<const ParameterArray> parameters() final { return store_.arrays(); }
  void set_parameters(std::span<const double> canonical) final { store_.set(canonical); }
  void get_parameters(std::span<double> canonical) const final { store_.get(canonical); }
  void get_gradients(std::span<double> canonical) const final { store_.get_gradients(canonical); }

 protected:
  explicit StoredNetwork(const NetworkSpec& spec, RoundedCopy copy = RoundedCopy::none,
                         const DenseLayouts& layouts = {})
      : store_(spec, copy, layouts) {}
  StoredNetwork(const NetworkSpec& spec, RoundedCopy copy, const Transposed& transposed)
      : store_(spec, copy, transposed) {}

  ParameterStore store_;
};

}  // namespace logitbench::float_network
