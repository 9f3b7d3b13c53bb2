#include "batch_plan.h"

#include <float_network/denormals.h>
#include <logitbench/elementwise.h>

#include <exception>

namespace logitbench::onednn {
namespace {

// Runs body(part) for each part, one to a thread.
template <class Body>
void over_parts(OmpParallel& parallel, size_t parts, const Body& body) {
  std::vector<std::exception_ptr> failures(parts);
  parallel.over(parts, 1, [&](size_t first, size_t last) {
    for (size_t part = first; part < last; ++part) try {
        body(part);
      } catch (...) {
        failures[part] = std::current_exception();
      }
  });
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

LOGITBENCH_FOR_EACH_CPU
void add(float* __restrict sum, const float* __restrict addend, size_t first, size_t last) {
  for (size_t i = first; i < last; ++i) sum[i] += addend[i];
}

}  // namespace

BatchPlan::BatchPlan(const dnnl::engine& engine, const NetworkSpec& spec,
                     const ParameterStore& store, const std::vector<float*>& gradients,
                     const Arrangement& arrangement, size_t rows)
    : columns_(output_shape(spec).size()),
      gradient_count_(store.size()),
      gradients_(gradients),
      ranges_(rows, 1, gradients.size()),
      logits_(rows * columns_) {
  // oneDNN splits its work when a primitive is made, for the threads there are at that time.
  const KernelScope scope(kernel_threads(arrangement.threads));
  for (size_t part = 0; part < ranges_.parts; ++part) {
    const auto [first, last] = ranges_.range(part);
    parts_.push_back(
        std::make_unique<Plan>(engine, spec, store,
                               PlanTask{last - first, arrangement.type,
                                        logits_.data() + first * columns_, gradients_[part]}));
  }
}

void BatchPlan::forward(const Batch& batch, Gather& gather, OmpParallel& parallel) {
  if (gradients_.size() == 1) {
    parts_[0]->gather_input(batch, gather, parallel);
    const KernelScope scope(parallel.threads());
    parts_[0]->forward();
    return;
  }
  gather.prepare(batch);
  const KernelScope threads(kernel_threads(parallel.threads()));
  over_parts(parallel, ranges_.parts, [&](size_t part) {
    parts_[part]->gather_input(batch, gather, ranges_.range(part).first);
    const FlushScope scope;
    parts_[part]->forward();
  });
}

void BatchPlan::backward(const float* d_logits, OmpParallel& parallel) {
  if (gradients_.size() == 1) {
    const KernelScope scope(parallel.threads());
    parts_[0]->backward(d_logits);
    return;
  }
  const KernelScope threads(kernel_threads(parallel.threads()));
  over_parts(parallel, ranges_.parts, [&](size_t part) {
    const FlushScope scope;
    parts_[part]->backward(d_logits + ranges_.range(part).first * columns_);
  });
  constexpr size_t kGrain = 4096;  // half a microsecond; below it a thread costs more
  parallel.over(gradient_count_, kGrain, [&](size_t first, size_t last) {
    for (size_t part = 1; part < ranges_.parts; ++part)
      add(gradients_[0], gradients_[part], first, last);
  });
}

std::vector<std::string> BatchPlan::implementations() const {
  std::vector<std::string> names;
  for (const std::unique_ptr<Plan>& part : parts_)
    for (std::string& name : part->implementations()) names.push_back(std::move(name));
  return names;
}

}  // namespace logitbench::onednn
