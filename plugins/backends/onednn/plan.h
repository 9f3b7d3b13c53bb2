// A network for one number of rows and one thread that drives it: every primitive, format and
// array, made once.
#pragma once

#include <logitbench/layers.h>

#include <string>

#include <float_network/gather.h>
#include <float_network/parameter_store.h>
#include "workshop.h"

namespace logitbench::onednn {

using namespace float_network;

struct PlanTask {
  size_t rows = 0;
  DataType type = kFloat;
  float* logits = nullptr;     // where they go: [rows][columns]
  float* gradients = nullptr;  // where these go: laid out as in the store
};

class Plan {
 public:
  // Throws ConfigError for a layer that oneDNN cannot run, Error for one that it cannot now
  // (memory).
  Plan(const dnnl::engine& engine, const NetworkSpec& spec, const ParameterStore& parameters,
       const PlanTask& task);

  // The rows [first, first + rows) of the batch, by this thread; or all of them, by all threads.
  void gather_input(const Batch& batch, const Gather& gather, size_t first);
  void gather_input(const Batch& batch, Gather& gather, Parallel& parallel);
  void forward() { run(forward_); }
  // From [rows][columns].
  void backward(const float* d_logits);
  // oneDNN's names of the implementations it picked for its primitives, in order: "jit:avx2",
  // "gemm:jit". What it calls "ref:..." is right, but twenty times slower.
  std::vector<std::string> implementations() const;

 private:
  template <class Body>
  void with_input(const Body& body) const;  // body(pointer to the input in its type)

  void run(const std::vector<Step>& steps);

  size_t rows_;
  size_t columns_;
  dnnl::stream stream_;
  std::vector<Buffer> buffers_;
  std::vector<Step> forward_;
  std::vector<Step> backward_;
  Tensor input_;     // [rows][h][w][c]
  Tensor d_logits_;  // [rows][columns]; backward overwrites it
};

}  // namespace logitbench::onednn
