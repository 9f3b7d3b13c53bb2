// What a plan is made with: memory and an ordered list of primitives for each pass.
//
// Activations and their gradients are plain arrays [rows][h][w][c] that layers hand to each other;
// each layer describes them to oneDNN as it needs them. Scratch memory is one block of the plan,
// not oneDNN's per thread: a plan may run on another thread than the one that made it.
#pragma once

#include <utility>
#include <vector>

#include <float_network/buffer.h>
#include "dnnl_compat.h"

namespace logitbench::onednn {

using namespace float_network;

struct Step {
  dnnl::primitive primitive;
  std::vector<dnnl::memory> memories;
  std::vector<dnnl_exec_arg_t> arguments;  // refer to `memories`
};

enum class Pass { forward, backward };

// An activation or a gradient.
struct Tensor {
  void* data = nullptr;
  DataType type = kFloat;
};

class Workshop {
 public:
  using Arguments = std::vector<std::pair<int, dnnl::memory>>;

  // `type`: of the activations, their gradients and the weights that the kernels read.
  Workshop(const dnnl::engine& engine, size_t rows, DataType type)
      : engine_(engine), rows_(rows), type_(type) {}

  const dnnl::engine& engine() const { return engine_; }
  size_t rows() const { return rows_; }
  DataType type() const { return type_; }
  // Attributes that every primitive has here.
  dnnl::primitive_attr attributes() const;

  Tensor allocate(size_t count) { return allocate(count, type_); }
  Tensor allocate(size_t count, DataType type);
  dnnl::memory allocate(const Desc& desc);
  Tensor ones(size_t count);  // an array of them
  dnnl::memory wrap(const Desc& desc, const void* data) const;
  // Two arrays in turn, for the gradient that goes back through the layers: a layer reads the one
  // and writes the other.
  Tensor next_gradient(size_t count);

  template <class PrimitiveDesc>
  void add(Pass pass, const PrimitiveDesc& desc, const dnnl::primitive& primitive,
           Arguments arguments) {
    add_step(pass, desc.scratchpad_desc(), primitive, std::move(arguments));
  }
  // The same numbers in the format wanted, by a reorder if there is need of one.
  dnnl::memory reordered(Pass pass, const dnnl::memory& from, const Desc& wanted);
  void reorder(Pass pass, const dnnl::memory& from, const dnnl::memory& to);

  // Hands out what was made. Nothing may be added afterwards.
  void finish(std::vector<Step>& forward, std::vector<Step>& backward,
              std::vector<Buffer>& buffers);

 private:
  void add_step(Pass pass, const Desc& scratchpad, const dnnl::primitive& primitive,
                Arguments arguments);
  float* allocate_bytes(size_t bytes);

  dnnl::engine engine_;
  size_t rows_;
  DataType type_;
  std::vector<Buffer> buffers_;
  std::vector<Step> forward_;
  std::vector<Step> backward_;
  std::vector<dnnl::memory> scratchpads_;
  size_t scratch_bytes_ = 0;
  Tensor gradients_[2];
  size_t gradient_counts_[2] = {0, 0};
  int last_gradient_ = 0;
};

}  // namespace logitbench::onednn
