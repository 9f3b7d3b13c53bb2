#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>

#include "core/train/divergence.h"
#include "core/train/epoch_order.h"
#include "core/train/evaluate.h"
#include "core/train/gradient_norm.h"
#include "core/train/run_end.h"

namespace logitbench {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The norm costs a pass over the gradient: it is taken only where somebody asked for it.
class GradientNorm {
 public:
  explicit GradientNorm(const RunConfig& config)
      : recorded_(std::count(config.metrics.begin(), config.metrics.end(), "grad_norm") > 0),
        limit_(config.clip_norm) {}

  void measure_and_clip(std::span<const ParameterArray> parameters) {
    if (!recorded_ && !limit_) return;
    const double norm = gradient_norm(parameters);
    if (limit_) clip_gradient(parameters, norm, *limit_);
    sum_ += norm;
    ++steps_;
  }

  void report(std::vector<MetricValue>& values) {
    if (recorded_) values.push_back({"train", "grad_norm", sum_ / static_cast<double>(steps_)});
    sum_ = 0;
    steps_ = 0;
  }

 private:
  bool recorded_;
  std::optional<double> limit_;
  double sum_ = 0;
  uint64_t steps_ = 0;
};

void append(std::vector<MetricValue>& to, std::vector<MetricValue> values) {
  to.insert(to.end(), std::make_move_iterator(values.begin()),
            std::make_move_iterator(values.end()));
}

}  // namespace

RunResult train(TrainingSetup& setup, Recorder& recorder, const StopRequest& stop,
                const RunLimit& limit) {
  const RunConfig& config = setup.config;
  const auto started = Clock::now();
  double training_s = 0;

  Network& network = setup.network;
  ObjectiveFunction objective(setup.loss, config.reduction, config.objective);
  BatchTargets targets(setup.train.split->targets, setup.classes);
  GradientNorm gradient_norm(config);
  EpochOrder epoch_order(config, setup.train.rows, setup.shuffles);
  DivergenceWatch watch;
  RunEnd end(config, stop, watch, limit);
  RunResult result;
  uint64_t step = 0;

  EpochRecord untrained{0, 0, evaluate(setup, setup.valid, objective, stop)};
  if (setup.test && config.epochs == 0)
    append(untrained.values, evaluate(setup, *setup.test, objective, stop));
  if (!stop) {
    untrained.wall_s = seconds_since(started);
    recorder.on_epoch(untrained);
    watch.after_validation(0, 0, value_of(untrained, "valid", "loss"));
    end.after_epoch(untrained);
  }

  for (uint64_t epoch = 1; !end.is_reached(); ++epoch) {
    MetricSet metrics(config.metrics, Pass::training, setup.loss, objective);
    const auto epoch_started = Clock::now();
    const std::span<const uint32_t> order = epoch_order.next();

    for (size_t first = 0; first < order.size(); first += config.batch_size) {
      const size_t count = std::min(config.batch_size, order.size() - first);
      const Batch batch{&setup.train.split->features, order.subspan(first, count)};

      const RealMatrix logits = network.forward(batch);
      const TargetsView labels = targets.gather(batch.rows);
      const BatchLoss loss =
          objective.evaluate(logits, labels, ObjectiveFunction::Want::gradient, network.parallel());
      metrics.add({logits, labels, loss});
      network.backward(loss.d_logits);
      gradient_norm.measure_and_clip(network.parameters());
      const bool finite = setup.optimizer.step(network.parameters(), network.parallel());
      watch.after_step(epoch, ++step, loss, finite, network.parameters());

      recorder.on_batch(epoch, first + count, order.size());
      if (end.is_now()) break;
    }
    if (end.is_now()) break;
    training_s += seconds_since(epoch_started);

    EpochRecord record{epoch, step, metrics.values("train")};
    gradient_norm.report(record.values);
    // A PyTorch program's validation loader draws from the generator that shuffles, too.
    if (config.shuffle) setup.shuffles.unshuffled_pass();
    append(record.values, evaluate(setup, setup.valid, objective, stop));
    watch.after_validation(epoch, step, value_of(record, "valid", "loss"));
    if (setup.test && end.is_last(record))
      append(record.values, evaluate(setup, *setup.test, objective, stop));
    if (stop) break;
    record.wall_s = seconds_since(started);
    recorder.on_epoch(record);
    result.epochs = epoch;
    end.after_epoch(record);
  }

  if (config.predictions > 0 && end.completes())
    recorder.on_predictions(predict(setup, setup.valid, config.predictions, objective));
  end.settle(result, step);
  result.training_s = training_s;
  if (training_s > 0)
    result.samples_per_s =
        static_cast<double>(result.epochs * setup.train.rows.size()) / training_s;
  result.wall_s = seconds_since(started);
  return result;
}

}  // namespace logitbench
