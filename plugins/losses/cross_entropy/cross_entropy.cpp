// Cross-entropy of the softmax, fused: from logits in one go, through log-sum-exp.
//
//   loss = Σ_k q_k (log Σ_j exp(x_j) - x_k)          nats; q_k = 0 makes a term 0, however large
//   d loss / d x_k = softmax(x)_k · Σ_j q_j - q_k
//   q_k = w_k ((1 - ε) y_k + ε / K)                  ε label_smoothing, w class_weights (else 1)
//
// Logits [rows, K]; y is one for the class index and zero for the others, or the row of target
// weights, any real numbers. Weight of a row in the mean: w_t of its class index t, 0 where t is
// ignore_index (then the loss and its gradient are 0 too), and 1 for a row of target weights. All
// of it as PyTorch's F.cross_entropy has it. Finite for all finite logits whose differences are; a
// row with NaN or +inf is NaN, unless it is ignored. Label smoothing: Szegedy et al. 2016, section
// 7, https://arxiv.org/abs/1512.00567. Notebook 002.
#include <logitbench/error.h>
#include <logitbench/numerics.h>
#include <logitbench/plugin.h>
#include <row_lanes/lane_loss.h>

#include <algorithm>
#include <optional>

#include "float_rows.h"

namespace {

using namespace logitbench;

struct Options {
  double label_smoothing = 0;
  std::vector<double> class_weights;  // [classes], or empty: 1 each
  std::optional<size_t> ignore_index;
};

class CrossEntropy final : public row_lanes::LaneLoss<CrossEntropy> {
 public:
  explicit CrossEntropy(Options options)
      : options_(std::move(options)),
        float_weights_(options_.class_weights.begin(), options_.class_weights.end()) {}

  size_t columns(size_t classes) const override {
    const size_t given = options_.class_weights.size();
    if (given != 0 && given != classes)
      throw ConfigError("loss cross_entropy: class_weights has " + std::to_string(given) +
                        (given == 1 ? " number" : " numbers") + "; expected " +
                        std::to_string(classes) + ", one for each class of the dataset");
    if (options_.ignore_index && *options_.ignore_index >= classes)
      throw ConfigError("loss cross_entropy: ignore_index is " +
                        std::to_string(*options_.ignore_index) +
                        "; expected a class of the dataset, from 0 to " +
                        std::to_string(classes - 1) + "; leave it out to ignore none");
    return classes;
  }

  bool takes_target_weights() const override {
    if (options_.ignore_index)
      throw ConfigError(
          "loss cross_entropy: ignore_index is " + std::to_string(*options_.ignore_index) +
          " and the dataset gives a row of weights per sample, which names no class to ignore; "
          "leave ignore_index out, or give class indices (a row of zeros weighs nothing)");
    return true;
  }

  void weigh(const TargetsView& targets, std::span<double> weights) const override {
    if (options_.class_weights.empty() && !options_.ignore_index)
      return Loss::weigh(targets, weights);
    for (size_t r = 0; r < weights.size(); ++r)
      weights[r] = targets.classes.empty() ? 1.0 : class_weight(class_of(targets, r));
  }

  void lanes(const LossBatch<float>& batch) const {
    const float* weights = float_weights_.empty() ? nullptr : float_weights_.data();
    if (options_.label_smoothing == 0)
      cross_entropy::float_rows(batch, weights);
    else
      cross_entropy::smoothed_rows(batch, weights, static_cast<float>(options_.label_smoothing));
    if (!options_.ignore_index) return;
    for (size_t r = 0; r < batch.logits.rows; ++r)
      if (options_.ignore_index == class_of(batch.targets, r)) ignore(batch, r);
  }

  template <class Real>
  void row(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
           Real& loss_nats, std::span<Real> dx) const {
    const bool index = !targets.classes.empty();
    if (index && options_.ignore_index == class_of(targets, r)) {
      loss_nats = 0;
      std::fill(dx.begin(), dx.end(), Real(0));
    } else if (index && options_.label_smoothing == 0) {
      one_class(x, class_of(targets, r), upstream, loss_nats, dx);
    } else {
      all_classes(x, targets, r, upstream, loss_nats, dx);
    }
  }

 private:
  static size_t class_of(const TargetsView& targets, size_t r) {
    return static_cast<size_t>(targets.classes[r]);
  }

  static void ignore(const LossBatch<float>& batch, size_t r) {
    batch.row_loss[r] = 0;
    if (batch.d_logits.empty()) return;
    for (float& d : batch.d_logits.row(r)) d = 0;
  }

  // Of a row with class index t in the mean: 0 where it is ignored.
  double class_weight(size_t t) const {
    if (options_.ignore_index == t) return 0;
    return options_.class_weights.empty() ? 1 : options_.class_weights[t];
  }

  // q_k of the header.
  double share(const TargetsView& targets, size_t r, size_t k, size_t classes) const {
    const double e = options_.label_smoothing;
    const double given = targets.classes.empty()     ? targets.weights.at(r, k)
                         : k == class_of(targets, r) ? 1.0
                                                     : 0.0;
    const double smoothed = (1 - e) * given + e / static_cast<double>(classes);
    return options_.class_weights.empty() ? smoothed : options_.class_weights[k] * smoothed;
  }

  // q is zero but for the class index t.
  template <class Real>
  void one_class(std::span<const Real> x, size_t t, Real upstream, Real& loss_nats,
                 std::span<Real> dx) const {
    const double weight = class_weight(t);
    const ShiftedExponentials<Real> e = shifted_exponentials(x, dx);
    const double below_top = weight == 0 ? 0 : double{e.max} - double{x[t]};
    loss_nats = static_cast<Real>(weight * (std::log1p(e.rest) + below_top));
    if (dx.empty()) return;
    const double scale = weight * upstream / e.sum();
    // For the largest column p - 1 is -rest / sum, which does not cancel.
    const double target_term = t == e.top ? -e.rest : double{dx[t]} - e.sum();
    for (Real& d : dx) d = static_cast<Real>(d * scale);
    dx[t] = static_cast<Real>(target_term * scale);
  }

  template <class Real>
  void all_classes(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
                   Real& loss_nats, std::span<Real> dx) const {
    const ShiftedExponentials<Real> e = shifted_exponentials(x, dx);
    double below_top = 0, top = 0, others = 0;
    for (size_t k = 0; k < x.size(); ++k) {
      const double q = share(targets, r, k, x.size());
      (k == e.top ? top : others) += q;
      if (q != 0) below_top += q * (double{e.max} - double{x[k]});
    }
    loss_nats = static_cast<Real>((top + others) * std::log1p(e.rest) + below_top);
    if (dx.empty()) return;
    const double scale = upstream / e.sum();
    for (size_t k = 0; k < x.size(); ++k) {
      const double q = share(targets, r, k, x.size());
      // Of the largest column, p Σ q - q without the cancellation: the others' q less the others'
      // part of its own.
      const double d =
          k == e.top ? others - q * e.rest : (top + others) * double{dx[k]} - q * e.sum();
      dx[k] = static_cast<Real>(d * scale);
    }
  }

  Options options_;
  std::vector<float> float_weights_;  // class_weights
};

std::unique_ptr<Loss> create(const Map& parameters) {
  Options options;
  if (parameters.has("label_smoothing"))
    options.label_smoothing = parameters.real("label_smoothing");
  if (parameters.has("class_weights"))
    for (const Value& weight : parameters.list("class_weights"))
      options.class_weights.push_back(weight.real());
  if (parameters.has("ignore_index"))
    options.ignore_index = static_cast<size_t>(parameters.integer("ignore_index"));
  return std::make_unique<CrossEntropy>(std::move(options));
}

Schema parameters() {
  return {
      real("label_smoothing",
           "share of each row's target that is spread evenly over the classes, as PyTorch does; "
           "left out: none")
          .at_least(0)
          .at_most(1)
          .optional(),
      list_of("class_weights",
              "a factor for each class's part of the loss; the mean divides by the sum of the "
              "rows' factors where targets are class indices, by the rows where they are weights; "
              "left out: 1 each",
              real("weight", "factor of the class").at_least(0))
          .at_least(1)
          .optional(),
      integer("ignore_index",
              "class index whose rows weigh nothing in the loss and its gradient, one of the "
              "dataset's classes; metrics other than loss still count them")
          .at_least(0)
          .optional()};
}

void enroll(Registry& registry) {
  registry.add(LossPlugin{"cross_entropy", "fused cross-entropy of the softmax, from logits",
                          parameters(), create});
}

}  // namespace

LOGITBENCH_PLUGIN("cross_entropy", "1.1", enroll)
