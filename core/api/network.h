// A backend compiles a whole network; what it returns runs forward and backward passes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "layers.h"
#include "parallel.h"
#include "schema.h"
#include "views.h"

namespace logitbench {

// A flat array of parameters and its gradient, in the backend's own layout and type. Element-wise
// updates need no other.
struct ParameterArray {
  RealSpan values;
  RealSpan gradients;
  // The values rounded to bfloat16 (upper half of a float, to nearest even), where the backend
  // computes with these: who writes a value writes its copy too. Else empty.
  std::span<uint16_t> bfloat16 = {};
};

// Not thread safe: one thread drives it. Everything it returns belongs to it and stays valid until
// the call that is said, or its end.
class Network {
 public:
  virtual ~Network() = default;

  // Logits [batch.rows.size(), columns], valid until the next forward. At most the compiled batch
  // size. Uses the values that the parameters have at the call.
  virtual RealMatrix forward(const Batch& batch) = 0;

  // Gradients of the scalar whose derivative by the last forward's logits is d_logits (same type
  // and shape as the logits). Overwrites all gradients.
  virtual void backward(const RealMatrix& d_logits) = 0;

  // The same arrays at every call. Empty for a network without parameters.
  virtual std::span<const ParameterArray> parameters() = 0;

  // To and from the canonical layout (layers.h).
  virtual void set_parameters(std::span<const double> canonical) = 0;
  virtual void get_parameters(std::span<double> canonical) const = 0;
  virtual void get_gradients(std::span<double> canonical) const = 0;

  // The loop of the runtime that owns the cores while this network runs.
  virtual Parallel& parallel() = 0;
};

struct CompileOptions {
  size_t max_batch = 1;
  size_t threads = 1;
  // Sizes below it that batches will have, as far as they are known: the last ones of the splits.
  // What a backend makes for them now it need not make in the middle of the training.
  std::vector<size_t> short_batches = {};
};

// Throws Error for what the backend cannot run.
using BackendFactory = std::function<std::unique_ptr<Network>(
    const Map& parameters, const NetworkSpec& spec, const CompileOptions& options)>;

// `threads: auto`: how many threads pay in training (forward, loss, backward, update) with batches
// of max_batch rows, were there as many cores. A fixed rule from the sizes, never a measurement: a
// config means the same on every run on a machine. 0 counts as 1.
using ThreadRule =
    std::function<size_t(const Map& parameters, const NetworkSpec& spec, size_t max_batch)>;

struct BackendPlugin {
  std::string name;
  std::string description;
  Schema schema;
  std::string library;  // what does the work, with its version, for the manifest: "oneDNN 2.6.3"
  BackendFactory compile;
  ThreadRule threads_auto = {};  // none: one that suits plain loops (core/train/threads.h)
};

}  // namespace logitbench
