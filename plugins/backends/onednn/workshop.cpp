#include "workshop.h"

#include <algorithm>

#include <logitbench/bfloat16.h>

namespace logitbench::onednn {

dnnl::primitive_attr Workshop::attributes() const {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attr;
}

float* Workshop::allocate_bytes(size_t bytes) {
  return buffers_.emplace_back((bytes + sizeof(float) - 1) / sizeof(float)).data();
}

Tensor Workshop::allocate(size_t count, DataType type) {
  return {allocate_bytes(count * dnnl::memory::data_type_size(type)), type};
}

dnnl::memory Workshop::allocate(const Desc& desc) {
  return wrap(desc, allocate_bytes(desc.get_size()));
}

Tensor Workshop::ones(size_t count) {
  const Tensor ones = allocate(count);
  if (type_ == kFloat)
    std::fill_n(static_cast<float*>(ones.data), count, 1.0f);
  else
    std::fill_n(static_cast<uint16_t*>(ones.data), count, to_bfloat16(1.0f));
  return ones;
}

dnnl::memory Workshop::wrap(const Desc& desc, const void* data) const {
  return dnnl::memory(desc, engine_, const_cast<void*>(data));
}

Tensor Workshop::next_gradient(size_t count) {
  last_gradient_ = 1 - last_gradient_;
  // Layers are planned from the last to the first, and gradients mostly grow on that way: an array
  // that became too small stays with those who have it.
  if (gradient_counts_[last_gradient_] < count) {
    gradients_[last_gradient_] = allocate(count);
    gradient_counts_[last_gradient_] = count;
  }
  return gradients_[last_gradient_];
}

void Workshop::add_step(Pass pass, const Desc& scratchpad, const dnnl::primitive& primitive,
                        Arguments arguments) {
  if (scratchpad.get_size() > 0) {
    arguments.emplace_back(DNNL_ARG_SCRATCHPAD, dnnl::memory(scratchpad, engine_, nullptr));
    scratchpads_.push_back(arguments.back().second);
    scratch_bytes_ = std::max(scratch_bytes_, scratchpad.get_size());
  }
  Step step{primitive, {}, {}};
  for (const auto& [name, memory] : arguments) {
    step.memories.push_back(memory);
    step.arguments.push_back({name, memory.get()});
  }
  (pass == Pass::forward ? forward_ : backward_).push_back(std::move(step));
}

void Workshop::reorder(Pass pass, const dnnl::memory& from, const dnnl::memory& to) {
  const dnnl::reorder::primitive_desc desc(engine_, from.get_desc(), engine_, to.get_desc(),
                                           attributes());
  add(pass, desc, dnnl::reorder(desc), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
}

dnnl::memory Workshop::reordered(Pass pass, const dnnl::memory& from, const Desc& wanted) {
  if (from.get_desc() == wanted) return from;
  const dnnl::memory to = allocate(wanted);
  reorder(pass, from, to);
  return to;
}

void Workshop::finish(std::vector<Step>& forward, std::vector<Step>& backward,
                      std::vector<Buffer>& buffers) {
  float* scratch = allocate_bytes(scratch_bytes_);
  for (const dnnl::memory& scratchpad : scratchpads_) scratchpad.set_data_handle(scratch);
  forward = std::move(forward_);
  backward = std::move(backward_);
  buffers = std::move(buffers_);
}

}  // namespace logitbench::onednn
