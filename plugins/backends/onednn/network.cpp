#include "network.h"

#include <float_network/checks.h>

namespace logitbench::onednn {

OneDnnNetwork::OneDnnNetwork(const NetworkSpec& spec, const CompileOptions& options,
                             const Arrangement& arrangement)
    : StoredNetwork("onednn", spec,
                    arrangement.type == kFloat ? RoundedCopy::none : RoundedCopy::bfloat16,
                    arrangement.transposed),
      spec_(spec),
      columns_(output_shape(spec).size()),
      max_batch_(options.max_batch),
      arrangement_(arrangement),
      parallel_(arrangement.threads),
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
  check_batch(backend_, batch, spec_.input, max_batch_);
  rows_ = batch.rows.size();
  current_ = &plan_for(rows_);
  current_->forward(batch, gather_, parallel_);
  return MatrixView<float>{current_->logits(), rows_, columns_};
}

void OneDnnNetwork::backward(const RealMatrix& d_logits) {
  const MatrixView<float> given = check_d_logits(backend_, d_logits, rows_, columns_);
  if (store_.empty()) return;
  current_->backward(given.data, parallel_);
}

}  // namespace logitbench::onednn
