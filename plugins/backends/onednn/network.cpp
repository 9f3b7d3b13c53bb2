#include "network.h"

#include <algorithm>
#include <string>

namespace logitbench::onednn {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ExitCode::runs_failed, "backend onednn: " + message);
}

std::string text(const Shape& shape) {
  return std::to_string(shape.height) + "x" + std::to_string(shape.width) + "x" +
         std::to_string(shape.channels);
}

}  // namespace

OneDnnNetwork::OneDnnNetwork(const NetworkSpec& spec, const CompileOptions& options)
    : spec_(spec),
      columns_(output_shape(spec).size()),
      max_batch_(options.max_batch),
      parallel_(std::max<size_t>(options.threads, 1)),
      store_(spec),
      engine_(dnnl::engine::kind::cpu, 0),
      stream_(engine_) {
  plan_for(max_batch_);
}

Plan& OneDnnNetwork::plan_for(size_t rows) {
  std::unique_ptr<Plan>& plan = plans_[rows];
  if (plan == nullptr) {
    // oneDNN splits its work when a primitive is made, for the threads there are at that time.
    const KernelScope scope(parallel_.threads());
    plan = std::make_unique<Plan>(engine_, spec_, store_, rows);
  }
  return *plan;
}

RealMatrix OneDnnNetwork::forward(const Batch& batch) {
  if (batch.features->shape != spec_.input)
    fail("samples of " + text(batch.features->shape) + "; the network was compiled for " +
         text(spec_.input) + " (height x width x channels)");
  rows_ = batch.rows.size();
  if (rows_ == 0 || rows_ > max_batch_)
    fail("a batch of " + std::to_string(rows_) + " rows; the network was compiled for 1 to " +
         std::to_string(max_batch_));
  current_ = &plan_for(rows_);
  gather_(batch, current_->input(), parallel_);
  const KernelScope scope(parallel_.threads());
  current_->forward(stream_);
  return MatrixView<float>{current_->logits(), rows_, columns_};
}

void OneDnnNetwork::backward(const RealMatrix& d_logits) {
  const auto* given = std::get_if<MatrixView<float>>(&d_logits);
  if (current_ == nullptr || given == nullptr || given->rows != rows_ || given->columns != columns_)
    fail("d_logits must have the type and the shape of the last logits: float, " +
         std::to_string(rows_) + " x " + std::to_string(columns_));
  if (store_.empty()) return;
  std::copy_n(given->data, rows_ * columns_, current_->d_logits());
  const KernelScope scope(parallel_.threads());
  current_->backward(stream_);
}

}  // namespace logitbench::onednn
