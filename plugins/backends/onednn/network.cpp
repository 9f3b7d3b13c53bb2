#include "network.h"

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

OneDnnNetwork::OneDnnNetwork(const NetworkSpec& spec, const CompileOptions& options,
                             const Arrangement& arrangement)
    : spec_(spec),
      columns_(output_shape(spec).size()),
      max_batch_(options.max_batch),
      arrangement_(arrangement),
      parallel_(arrangement.threads),
      store_(spec, arrangement.type == kFloat ? RoundedCopy::none : RoundedCopy::bfloat16,
             arrangement.transposed),
      gradients_{store_.gradients()},
      engine_(dnnl::engine::kind::cpu, 0) {
  for (size_t part = 1; arrangement.split_rows && part < arrangement.threads; ++part)
    gradients_.push_back(part_gradients_.emplace_back(store_.size()).data());
  plan_for(max_batch_);
  for (size_t rows : options.short_batches) plan_for(rows);
}

BatchPlan& OneDnnNetwork::plan_for(size_t rows) {
  std::unique_ptr<BatchPlan>& plan = plans_[rows];
  if (plan == nullptr)
    plan = std::make_unique<BatchPlan>(engine_, spec_, store_, gradients_, arrangement_, rows);
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
  current_->forward(batch, gather_, parallel_);
  return MatrixView<float>{current_->logits(), rows_, columns_};
}

void OneDnnNetwork::backward(const RealMatrix& d_logits) {
  const auto* given = std::get_if<MatrixView<float>>(&d_logits);
  if (current_ == nullptr || given == nullptr || given->rows != rows_ || given->columns != columns_)
    fail("d_logits must have the type and the shape of the last logits: float, " +
         std::to_string(rows_) + " x " + std::to_string(columns_));
  if (store_.empty()) return;
  current_->backward(given->data, parallel_);
}

}  // namespace logitbench::onednn
