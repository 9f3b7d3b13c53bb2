#include "core/diagnosis/training_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/diagnosis/loss_findings.h"
#include "core/diagnosis/probe.h"
#include "core/diagnosis/relu_units.h"

namespace logitbench {

namespace {

// Glorot's and Kaiming's scale stay below 1.2 times guessing on unit pixels, and below 2.3 on a
// handful of standardized features, of which each weighs much; raw pixels start at 2.8.
constexpr double kFarFromGuessing = 2.5;
// Inputs of a root mean square above it are not scaled: standardized ones have 1, unit pixels less.
constexpr double kUnscaled = 3;
// A rise below this share of the loss is rounding.
constexpr double kRise = 1e-3;
constexpr double kNothing = 1e-6;

constexpr const char* kLayerNames[] = {"dense", "conv2d", "max_pool2d", "activation", "flatten"};

std::string layer_name(const NetworkSpec& spec, size_t layer) {
  return fmt::format("layer {} ({})", layer + 1, kLayerNames[spec.layers[layer].index()]);
}

std::string moment(uint64_t step) {
  return step == 0 ? std::string("at the initial weights") : fmt::format("at step {}", step);
}

class TrainingExamination {
 public:
  TrainingExamination(Examination& examination, const Probe& probe)
      : examination_(examination),
        run_(examination.prepared),
        config_(examination.run.config),
        probe_(probe) {}

  void examine() {
    if (probe_.breakdown) breakdown(*probe_.breakdown);
    if (run_.spec.layers.empty()) return;
    untrained();
    learning_rate();
    zero_gradients();
    dead_relu();
  }

 private:
  void breakdown(const Breakdown& found) {
    const std::string& loss = config_.loss.name;
    const std::string stable = stable_form(run_, config_);
    std::string what, evidence, advice;
    if (found.what == Breakdown::What::logits) {
      what = fmt::format("the logits are not finite {}", moment(found.step));
      evidence = fmt::format("{} of {} rows of the batch", found.nonfinite, found.rows);
      const bool untrained = found.step == 0;
      advice = untrained ? "a smaller model.init, scaled inputs, or inputs that are numbers"
                         : "smaller steps (optimizer.lr), a smaller model.init, or scaled inputs";
      examination_.add(kind_of("loss_not_finite"), untrained ? "model.init" : "optimizer.lr", what,
                       evidence, advice);
      return;
    }
    what = fmt::format("the {} {} is not finite {}",
                       found.what == Breakdown::What::loss ? "loss" : "gradient of", loss,
                       moment(found.step));
    if (found.weightless) {
      evidence =
          fmt::format("all {} rows of the batch weigh nothing: their mean is 0/0", found.rows);
      examination_.add(kind_of("loss_not_finite"), "loss", what, evidence,
                       "larger or shuffled batches, other class_weights or ignore_index, or "
                       "reduction: sum");
      return;
    }
    if (run_.loss->input() != LossInput::logits && found.not_positive > 0) {
      evidence = fmt::format(
          "{} takes probabilities; {} of {} rows of the batch hold a number that "
          "is not positive and has no logarithm",
          loss, found.not_positive, found.rows);
      advice = "use a loss that takes logits, such as cross_entropy";
    } else if (found.underflowed > 0) {
      evidence = fmt::format(
          "softmax underflowed to 0 in {} of {} rows of the batch, and 0 has no logarithm: largest "
          "logit gap {:.4g}, from 104 on exp(-gap) is 0 in float32; by the stable formula the mean "
          "loss of the same logits is {:.4g}",
          found.underflowed, found.rows, found.largest_gap, found.stable_nll);
      advice = "smaller logits (scaled inputs, smaller model.init or optimizer.lr)";
    } else {
      evidence = fmt::format("{} of {} rows of the batch, largest logit gap {:.4g}",
                             found.nonfinite, found.rows, found.largest_gap);
      advice = "smaller logits (scaled inputs, smaller model.init or optimizer.lr)";
    }
    if (!stable.empty())
      advice = fmt::format(
          "loss: {} computes the same where nothing underflows and is finite for "
          "all finite logits",
          stable);
    examination_.add(kind_of("loss_not_finite"), "loss", what, evidence, advice);
  }

  void untrained() {
    const double ratio = probe_.nll / probe_.guessing;
    if (!(probe_.guessing > 0) || !(ratio > kFarFromGuessing)) return;
    const bool unscaled = probe_.feature_rms > kUnscaled;
    examination_.add(
        kind_of("untrained_nll"), unscaled ? "dataset.scale" : "model.init",
        unscaled ? "the untrained network is far worse than guessing: the inputs are not scaled"
                 : "the untrained network is far worse than guessing: the initial weights are too "
                   "large",
        fmt::format(
            "NLL {:.4g} on {} rows, {:.3g} times the {:.4g} of guessing (ln {}); logits {:.3g} "
            "apart in a row; inputs of root mean square {:.3g}, at most {:.4g}",
            probe_.nll, probe_.rows, ratio, probe_.guessing, run_.dataset->classes,
            probe_.logit_gap, probe_.feature_rms, probe_.feature_max),
        unscaled ? "scale the inputs to [0, 1] (image datasets: scale: unit) or standardize them"
        : config_.init.scheme == InitScheme::normal || config_.init.scheme == InitScheme::uniform
            ? "model.init: a smaller std or scale, or scheme glorot_uniform"
            : "a smaller model.init.scale, or standardized inputs");
  }

  // By more than that share of it (or a millionth of a nat, where it is 0), in the direction that
  // the run does not want.
  bool is_worse(double before, double after, double share) const {
    const double worse = config_.objective == Objective::minimize ? after - before : before - after;
    return !(worse <= share * std::abs(before) + kNothing);
  }

  void learning_rate() {
    const size_t steps = probe_.own_batch.size();
    if (steps == 0 || probe_.breakdown) return;
    const auto own = static_cast<size_t>(
        std::count_if(probe_.own_batch.begin(), probe_.own_batch.end(),
                      [&](const auto& step) { return is_worse(step.first, step.second, kRise); }));
    const double before = probe_.seen.front();
    const bool minimizes = config_.objective == Objective::minimize;
    const double worst = minimizes ? *std::max_element(probe_.seen.begin(), probe_.seen.end())
                                   : *std::min_element(probe_.seen.begin(), probe_.seen.end());
    // Where no step raises the loss of its own batch, it is the order of the rows that does.
    const bool ends_worse = own > 0 && is_worse(before, probe_.seen.back(), kRise);
    if (2 * own < steps && !ends_worse) return;
    examination_.add(
        kind_of("learning_rate"), "optimizer.lr",
        fmt::format("the first steps {} the loss of the rows that they are taken on",
                    minimizes ? "raise" : "lower"),
        fmt::format("over the first {} steps from {:.4g} to {:.4g}, at worst {:.4g}; that of the "
                    "step's own batch in {} of them",
                    steps, before, probe_.seen.back(), worst, own),
        "a smaller optimizer.lr, ten times to begin with");
  }

  void zero_gradients() {
    if (probe_.own_batch.empty() || run_.dataset->classes < 2) return;  // nothing to learn
    const std::vector<ParameterBlock> blocks = parameter_blocks(run_.spec);
    std::vector<std::string> zero;
    for (size_t b = 0; b < blocks.size(); ++b)
      if (!blocks[b].bias && !probe_.has_gradient[b])
        zero.push_back(layer_name(run_.spec, blocks[b].layer));
    if (zero.empty()) return;
    const bool all = std::none_of(probe_.has_gradient.begin(), probe_.has_gradient.end(),
                                  [](bool has) { return has; });
    examination_.add(
        kind_of("zero_gradients"),
        config_.init.scheme == InitScheme::zeros ? "model.init" : "model",
        all ? "every gradient is zero: nothing is learnt" : "weights that never get a gradient",
        fmt::format("the gradient of the weights of {} is exactly 0 in each of the first {} steps",
                    fmt::join(zero, ", "), probe_.own_batch.size()),
        "zeros as initial weights of a hidden layer, dead units, or a loss that is flat where the "
        "network starts: try model.init glorot_uniform, scaled inputs, or cross_entropy");
  }

  void dead_relu() {
    if (probe_.breakdown) return;
    if (report_dead(run_.initial_parameters, "at the initial weights") || probe_.steps == 0) return;
    report_dead(probe_.parameters, fmt::format("after {} steps", probe_.steps));
  }

  bool report_dead(const std::vector<double>& parameters, const std::string& when) {
    std::vector<std::string> layers;
    size_t rows = 0;
    for (const ReluLayer& layer : relu_layers(run_, config_, parameters)) {
      rows = layer.rows;
      if (2 * layer.dead > layer.units)
        layers.push_back(fmt::format("{} of {} units of {}", layer.dead, layer.units,
                                     layer_name(run_.spec, layer.layer)));
    }
    if (layers.empty()) return false;
    examination_.add(kind_of("dead_relu"), "model",
                     "ReLU units that are zero for every row " + when,
                     fmt::format("{} on {} rows", fmt::join(layers, ", "), rows),
                     "a smaller optimizer.lr, another model.init, inputs of both signs, or another "
                     "activation");
    return true;
  }

  Examination& examination_;
  PreparedRun& run_;
  const RunConfig& config_;
  const Probe& probe_;
};

}  // namespace

void examine_training(Examination& examination, const std::atomic<bool>& stop) {
  const Probe probe = take_first_steps(examination.prepared, examination.run.config, stop);
  if (!stop) TrainingExamination(examination, probe).examine();
}

}  // namespace logitbench
