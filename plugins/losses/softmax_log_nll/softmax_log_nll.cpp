// Softmax, then log, then the negative log-likelihood: notebook 004's cross-entropy, with its
// faults.
//
//   s_k = exp(x_k - max) / Σ_j exp(x_j - max),  l_k = log s_k,  loss = -l_t    nats, in [0, inf]
//   dl_k = -upstream·[k = t],  ds_k = dl_k / s_k,  dx_k = s_k · (ds_k - Σ_j ds_j s_j)
//
// Logits [rows, classes], t the class index. In float32 whatever the backend computes in, each step
// rounded as written, because its failure is what it is for: with a logit 104 below the largest s
// is 0, and the gradient NaN, by 0/0 in any column, by 0·inf in the target's; in the target's the
// quotient overflows sooner, 88.7 below for upstream 1, 94.3 for 1/256. Needs denormals (without
// them s is 0 from 87.3 on). Same onset as PyTorch 1.13's chain of softmax, log, nll_loss.
#include <logitbench/plugin.h>
#include <row_lanes/lane_loss.h>

#include <algorithm>

#include "float_rows.h"

namespace {

using namespace logitbench;

class SoftmaxLogNll final : public Loss {
 public:
  void evaluate(const LossBatch<float>& batch, Parallel& parallel) const override {
    row_lanes::over_rows(batch, parallel, softmax_log_nll::float_rows);
  }
  void evaluate(const LossBatch<double>& batch, Parallel& parallel) const override {
    const std::span<const double> given = batch.logits.all();
    std::vector<float> logits(given.begin(), given.end()), d_logits(batch.d_logits.all().size());
    std::vector<float> row_loss(batch.row_loss.size());
    LossBatch<float> narrow{{logits.data(), batch.logits.rows, batch.logits.columns},
                            batch.targets,
                            static_cast<float>(batch.upstream),
                            row_loss,
                            {}};
    if (!batch.d_logits.empty())
      narrow.d_logits = {d_logits.data(), batch.logits.rows, batch.logits.columns};
    evaluate(narrow, parallel);
    std::copy(row_loss.begin(), row_loss.end(), batch.row_loss.begin());
    std::copy(d_logits.begin(), d_logits.end(), batch.d_logits.data);
  }
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{"softmax_log_nll",
                          "softmax, then log, then NLL in float32: underflows as notebook 004's",
                          Schema{}, [](const Map&) { return std::make_unique<SoftmaxLogNll>(); }});
}

}  // namespace

LOGITBENCH_PLUGIN("softmax_log_nll", "1.0", enroll)
