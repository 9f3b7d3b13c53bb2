// What any backend's `threads: auto` must hold, and the networks that it is tried on.
#pragma once

#include <gtest/gtest.h>
#include <logitbench_testing/network_cases.h>

#include <string>

#include "core/plugin/plugin_host.h"

namespace logitbench::testing {

// A backend's rule, loaded as a run loads it.
class ThreadsAutoOf {
 public:
  explicit ThreadsAutoOf(std::string backend) : backend_(std::move(backend)) {}
  size_t operator()(const NetworkSpec& spec, size_t max_batch, const char* dtype) const {
    static PluginHost host({LOGITBENCH_PLUGIN_DIR});
    Map parameters;
    parameters.set("dtype", dtype);
    return host.backend(backend_)->threads_auto(parameters, spec, max_batch);
  }

 private:
  std::string backend_;
};

inline NetworkSpec one_hidden_layer(size_t inputs, size_t hidden, size_t outputs) {
  return {vector_of(inputs), {Dense{hidden}, Activation{}, Dense{outputs}}};
}

inline const NetworkSpec kLinear{vector_of(784), {Dense{10}}};
inline const NetworkSpec kSpiral = one_hidden_layer(2, 64, 3);
inline const NetworkSpec kMlp32 = one_hidden_layer(784, 32, 10);
inline const NetworkSpec kMlp128 = one_hidden_layer(784, 128, 10);
inline const NetworkSpec kMlp1024{
    vector_of(784), {Dense{1024}, Activation{}, Dense{1024}, Activation{}, Dense{10}}};
inline const NetworkSpec kCnn = notebook_cnn_case().spec;

inline void expect_more_rows_never_less_worth(const ThreadsAutoOf& threads_auto) {
  for (const NetworkSpec& spec : {kLinear, kSpiral, kMlp32, kMlp128, kMlp1024, kCnn})
    for (const char* dtype : {"f32", "bf16"}) {
      size_t before = 0;
      for (size_t rows = 1; rows <= 8192; rows += 1 + rows / 4) {
        const size_t threads = threads_auto(spec, rows, dtype);
        EXPECT_GE(threads, before) << rows << " rows, " << dtype;
        before = threads;
      }
      EXPECT_GE(before, 2U);
    }
}

inline void expect_nothing_to_train_worth_one(const ThreadsAutoOf& threads_auto) {
  for (const char* dtype : {"f32", "bf16"})
    EXPECT_LE(threads_auto({vector_of(3), {}}, 8, dtype), 1U) << dtype;
}

}  // namespace logitbench::testing
