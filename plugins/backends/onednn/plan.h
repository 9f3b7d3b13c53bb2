// A network for one number of rows: every primitive, format and array, made once.
#pragma once

#include <logitbench/layers.h>

#include <string>

#include <float_network/parameter_store.h>
#include "workshop.h"

namespace logitbench::onednn {

using namespace float_network;

class Plan {
 public:
  // Throws ConfigError for a layer that oneDNN cannot run, Error for one that it cannot now
  // (memory).
  Plan(const dnnl::engine& engine, const NetworkSpec& spec, const ParameterStore& parameters,
       size_t rows);

  float* input() const { return input_; }        // [rows][h][w][c]
  float* logits() const { return logits_; }      // [rows][columns]
  float* d_logits() const { return d_logits_; }  // [rows][columns]; backward overwrites it
  void forward(dnnl::stream& stream) const;
  void backward(dnnl::stream& stream) const;
  // oneDNN's names of the implementations it picked for its primitives, in order: "jit:avx2",
  // "gemm:jit". What it calls "ref:..." is right, but twenty times slower.
  std::vector<std::string> implementations() const;

 private:
  std::vector<Buffer> buffers_;
  std::vector<Step> forward_;
  std::vector<Step> backward_;
  float* input_ = nullptr;
  float* logits_ = nullptr;
  float* d_logits_ = nullptr;
};

}  // namespace logitbench::onednn
