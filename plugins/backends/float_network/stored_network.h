// A network whose parameters are in a store: what backends that compute in float answer alike.
#pragma once

#include <logitbench/network.h>

#include "checks.h"
#include "parameter_store.h"

namespace logitbench::float_network {

class StoredNetwork : public Network {
 public:
  std::span<const ParameterArray> parameters() final { return store_.arrays(); }
  void set_parameters(std::span<const double> canonical) final {
    check_parameter_count(backend_, canonical.size(), store_.count());
    store_.set(canonical);
  }
  void get_parameters(std::span<double> canonical) const final {
    check_parameter_count(backend_, canonical.size(), store_.count());
    store_.get(canonical);
  }
  void get_gradients(std::span<double> canonical) const final {
    check_parameter_count(backend_, canonical.size(), store_.count());
    store_.get_gradients(canonical);
  }

 protected:
  // `backend` names the backend in errors.
  explicit StoredNetwork(const char* backend, const NetworkSpec& spec,
                         RoundedCopy copy = RoundedCopy::none, const DenseLayouts& layouts = {})
      : backend_(backend), store_(spec, copy, layouts) {}
  StoredNetwork(const char* backend, const NetworkSpec& spec, RoundedCopy copy,
                const Transposed& transposed)
      : backend_(backend), store_(spec, copy, transposed) {}

  const char* backend_;
  ParameterStore store_;
};

}  // namespace logitbench::float_network
