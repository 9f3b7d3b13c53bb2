#include "core/diagnosis/probe.h"

#include <algorithm>
#include <cmath>

#include "core/train/decision.h"
#include "core/train/divergence.h"
#include "core/train/epoch_order.h"
#include "core/train/gradient_norm.h"
#include "core/train/objective.h"

namespace logitbench {

namespace {

// Enough steps for two epochs of a dozen thousand rows in batches of 256, where a step is cheap;
// otherwise as many as make some tenths of a second, and never fewer than shows a trend.
constexpr size_t kMostSteps = 100, kFewestSteps = 10;
constexpr double kMultiplyAdds = 2e9;
constexpr size_t kFewestRows = 256;
constexpr size_t kMeasuredSteps = 10;
constexpr size_t kSeenRows = 512;

bool all_logits_finite(const RealMatrix& logits) {
  return all_finite(std::visit([](const auto& m) -> RealSpan { return m.all(); }, logits));
}

double total_weight(const TargetsView& targets, size_t rows) {
  if (!targets.classes.empty()) return static_cast<double>(rows);
  double sum = 0;
  for (const double weight : targets.weights.all()) sum += weight;
  return sum;
}

// A row's largest logit minus its smallest; a single column stands against a logit of 0.
double gap_of(auto row) {
  const auto [least, most] = std::minmax_element(row.begin(), row.end());
  if (row.size() == 1) return std::abs(static_cast<double>(row[0]));
  return static_cast<double>(*most) - static_cast<double>(*least);
}

Breakdown describe(Breakdown::What what, uint64_t step, const RealMatrix& logits,
                   const TargetsView& targets, const BatchLoss& loss, const Loss& of) {
  Breakdown result;
  result.what = what;
  result.step = step;
  result.weightless = loss.weight == 0;
  double nll = 0;
  for_each_row(logits, [&](auto row, size_t r) {
    ++result.rows;
    const double gap = gap_of(row);
    result.largest_gap = std::max(result.largest_gap, gap);
    result.underflowed += std::exp(static_cast<float>(-gap)) == 0 ? 1 : 0;
    result.not_positive +=
        std::all_of(row.begin(), row.end(), [](auto q) { return q > 0; }) ? 0 : 1;
    nll += negative_log_likelihood(row, targets, r, of);
    const bool finite = std::visit(
        [&](const auto& losses, const auto& gradients) {
          bool all = std::isfinite(losses[r]);
          if (what == Breakdown::What::gradient)
            for (const auto g : gradients.row(r)) all = all && std::isfinite(g);
          return all;
        },
        loss.row_loss, loss.d_logits);
    result.nonfinite += finite ? 0 : 1;
  });
  result.stable_nll = nll / static_cast<double>(result.rows);
  return result;
}

class FirstSteps {
 public:
  FirstSteps(PreparedRun& run, const RunConfig& config, const std::atomic<bool>& stop)
      : run_(run),
        config_(config),
        stop_(stop),
        objective_(*run.loss, config.reduction, config.objective),
        work_per_row_(static_cast<double>(std::max<size_t>(multiply_adds_per_row(run.spec), 1))) {}

  Probe take() {
    probe_.has_gradient.assign(parameter_blocks(run_.spec).size(), false);
    look_at_untrained();
    if (!probe_.breakdown && !run_.spec.layers.empty()) train();
    probe_.parameters.resize(run_.initial_parameters.size());
    run_.network->get_parameters(probe_.parameters);
    return std::move(probe_);
  }

 private:
  void look_at_untrained() {
    const auto affordable = static_cast<size_t>(kMultiplyAdds / work_per_row_);
    const std::vector<uint32_t> rows =
        spread_rows(run_.valid.rows, std::max(affordable, kFewestRows));
    const Split& split = *run_.valid.split;
    BatchTargets gathered(split.targets, run_.dataset->classes);
    double weight = 0;
    for (size_t first = 0; first < rows.size() && !stop_; first += run_.compile_options.max_batch) {
      const auto batch = std::span(rows).subspan(
          first, std::min(run_.compile_options.max_batch, rows.size() - first));
      const RealMatrix logits = run_.network->forward({&split.features, batch});
      const TargetsView targets = gathered.gather(batch);
      for_each_row(logits, [&](auto row, size_t r) {
        probe_.nll += negative_log_likelihood(row, targets, r, *run_.loss);
        probe_.logit_gap += gap_of(row);
      });
      weight += total_weight(targets, batch.size());
      const BatchLoss loss = objective_.evaluate(logits, targets, ObjectiveFunction::Want::value,
                                                 run_.network->parallel());
      // Taken over all rows alike: a batch that weighs nothing is no fault here.
      if (loss.weight != 0) note_breakdown(0, logits, targets, loss);
    }
    const double count = static_cast<double>(rows.size());
    probe_.rows = rows.size();
    probe_.nll /= count;
    probe_.logit_gap /= count;
    probe_.guessing = std::log(static_cast<double>(run_.dataset->classes)) * weight / count;
    measure_features(split.features, rows);
  }

  void measure_features(const Features& features, const std::vector<uint32_t>& rows) {
    const size_t size = features.shape.size();
    double squares = 0, largest = 0;
    std::visit(
        [&](const auto& values) {
          for (const uint32_t row : rows)
            for (size_t i = 0; i < size; ++i) {
              const double x = static_cast<double>(values[row * size + i]) / features.divisor;
              squares += x * x;
              largest = std::max(largest, std::abs(x));
            }
        },
        features.values);
    probe_.feature_rms = std::sqrt(squares / static_cast<double>(rows.size() * size));
    probe_.feature_max = largest;
  }

  // The first fault of a batch, in the order in which it spreads.
  void note_breakdown(uint64_t step, const RealMatrix& logits, const TargetsView& targets,
                      const BatchLoss& loss) {
    using What = Breakdown::What;
    if (probe_.breakdown) return;
    const RealSpan gradient =
        std::visit([](const auto& m) -> RealSpan { return m.all(); }, loss.d_logits);
    const auto found = [&](What what) {
      probe_.breakdown = describe(what, step, logits, targets, loss, *run_.loss);
    };
    if (!all_logits_finite(logits))
      found(What::logits);
    else if (!std::isfinite(loss.value))
      found(What::loss);
    else if (!all_finite(gradient))
      found(What::gradient);
  }

  void train() {
    const size_t rows = run_.train.rows.size();
    const size_t batch_size = std::min(config_.batch_size, rows);
    const double step_work = 3 * work_per_row_ * static_cast<double>(batch_size);
    const auto affordable = static_cast<size_t>(kMultiplyAdds / step_work);
    const size_t most = std::clamp(affordable, kFewestSteps, kMostSteps);
    RandomStream& shuffles = run_.streams.stream(config_.shuffle_generator);
    EpochOrder epoch_order(config_, run_.train.rows, shuffles);
    for (uint64_t epoch = 1; epoch <= config_.epochs && !done(most); ++epoch) {
      const std::span<const uint32_t> order = epoch_order.next();
      if (epoch == 1) begin_measuring(order, batch_size);
      for (size_t first = 0; first < rows && !done(most); first += batch_size)
        step(order.subspan(first, std::min(batch_size, rows - first)));
      if (config_.shuffle) shuffles.unshuffled_pass();
    }
  }

  // The rows of the measured steps, as far as the first epoch has them.
  void begin_measuring(std::span<const uint32_t> order, size_t batch_size) {
    const size_t count = std::min(order.size(), kMeasuredSteps * batch_size);
    seen_ = spread_rows({order.begin(), order.begin() + static_cast<ptrdiff_t>(count)}, kSeenRows);
    probe_.seen.push_back(loss_of(seen_));
  }

  double loss_of(const std::vector<uint32_t>& rows) {
    BatchTargets gathered(run_.train.split->targets, run_.dataset->classes);
    double sum = 0, weight = 0;
    for (size_t first = 0; first < rows.size(); first += run_.compile_options.max_batch) {
      const auto batch = std::span(rows).subspan(
          first, std::min(run_.compile_options.max_batch, rows.size() - first));
      const BatchLoss loss = objective_.evaluate(
          run_.network->forward({&run_.train.split->features, batch}), gathered.gather(batch),
          ObjectiveFunction::Want::value, run_.network->parallel());
      sum += loss.sum;
      weight += loss.weight;
    }
    return objective_.reduce(sum, weight);
  }

  bool done(size_t most) const { return stop_ || probe_.breakdown || probe_.steps >= most; }

  void step(std::span<const uint32_t> rows) {
    Network& network = *run_.network;
    const Batch batch{&run_.train.split->features, rows};
    BatchTargets gathered(run_.train.split->targets, run_.dataset->classes);
    const TargetsView targets = gathered.gather(rows);
    const RealMatrix logits = network.forward(batch);
    const BatchLoss loss =
        objective_.evaluate(logits, targets, ObjectiveFunction::Want::gradient, network.parallel());
    const double before = loss.value;
    note_breakdown(++probe_.steps, logits, targets, loss);
    if (probe_.breakdown) return;
    network.backward(loss.d_logits);
    if (config_.clip_norm)
      clip_gradient(network.parameters(), gradient_norm(network.parameters()), *config_.clip_norm);
    const bool measured = probe_.steps <= kMeasuredSteps;
    if (measured) look_at_gradient();
    run_.optimizer->step(network.parameters(), network.parallel());
    if (!measured) return;
    const BatchLoss after = objective_.evaluate(network.forward(batch), targets,
                                                ObjectiveFunction::Want::value, network.parallel());
    probe_.own_batch.emplace_back(before, after.value);
    probe_.seen.push_back(loss_of(seen_));
  }

  void look_at_gradient() {
    std::vector<double> gradients(run_.initial_parameters.size());
    run_.network->get_gradients(gradients);
    const std::vector<ParameterBlock> blocks = parameter_blocks(run_.spec);
    for (size_t b = 0; b < blocks.size(); ++b) {
      const auto block = std::span(gradients).subspan(blocks[b].offset, blocks[b].count);
      if (std::any_of(block.begin(), block.end(), [](double g) { return g != 0; }))
        probe_.has_gradient[b] = true;
    }
  }

  PreparedRun& run_;
  const RunConfig& config_;
  const std::atomic<bool>& stop_;
  ObjectiveFunction objective_;
  double work_per_row_;
  std::vector<uint32_t> seen_;
  Probe probe_;
};

}  // namespace

std::vector<uint32_t> spread_rows(const std::vector<uint32_t>& rows, size_t count) {
  count = std::min(count, rows.size());
  std::vector<uint32_t> chosen;
  chosen.reserve(count);
  for (size_t i = 0; i < count; ++i) chosen.push_back(rows[i * rows.size() / count]);
  return chosen;
}

Probe take_first_steps(PreparedRun& run, const RunConfig& config, const std::atomic<bool>& stop) {
  return FirstSteps(run, config, stop).take();
}

}  // namespace logitbench
