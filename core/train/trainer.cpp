#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>

#include <logitbench/metric.h>

#include "core/train/divergence.h"
#include "core/train/epoch_order.h"
#include "core/train/evaluate.h"
#include "core/train/gradient_watch.h"
#include "core/train/phase_clock.h"
#include "core/train/result_tables.h"
#include "core/train/run_end.h"

namespace logitbench {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

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
  GradientWatch gradients(config, setup.parameter_blocks);
  TableSet tables(config, setup.loss, setup.classes);
  PhaseClock phases(config.asks_for(kPhaseTimes.name));
  EpochOrder epoch_order(config, setup.train.rows, setup.shuffles);
  DivergenceWatch watch;
  RunEnd end(config, stop, watch, limit);
  RunResult result;
  uint64_t step = 0;

  EpochRecord untrained{0, 0, evaluate(setup, setup.valid, objective, stop, &tables)};
  if (setup.test && config.epochs == 0)
    append(untrained.values, evaluate(setup, *setup.test, objective, stop));
  if (!stop) {
    untrained.wall_s = seconds_since(started);
    recorder.on_epoch(untrained);
    watch.after_validation(0, 0, value_of(untrained, "valid", "loss"));
    end.after_epoch(untrained);
  }

  for (uint64_t epoch = 1; !end.is_reached(); ++epoch) {
    MetricSet metrics(config.metrics, Pass::training, setup.loss, objective, setup.classes);
    const auto epoch_started = Clock::now();
    const std::span<const uint32_t> order =
        phases.time(Phase::data, [&] { return epoch_order.next(); });

    for (size_t first = 0; first < order.size(); first += config.batch_size) {
      const size_t count = std::min(config.batch_size, order.size() - first);
      const Batch batch{&setup.train.split->features, order.subspan(first, count)};

      const RealMatrix logits = phases.time(Phase::forward, [&] { return network.forward(batch); });
      const TargetsView labels =
          phases.time(Phase::data, [&] { return targets.gather(batch.rows); });
      const BatchLoss loss = phases.time(Phase::loss, [&] {
        return objective.evaluate(logits, labels, ObjectiveFunction::Want::gradient,
                                  network.parallel());
      });
      metrics.add({logits, labels, loss});
      phases.time(Phase::backward, [&] { network.backward(loss.d_logits); });
      const bool finite = phases.time(Phase::update, [&] {
        gradients.measure_and_clip(network);
        return setup.optimizer.step(network.parameters(), network.parallel());
      });
      watch.after_step(epoch, ++step, loss, finite, network.parameters());

      recorder.on_batch(epoch, first + count, order.size());
      if (end.is_now()) break;
    }
    if (end.is_now()) break;
    training_s += seconds_since(epoch_started);

    EpochRecord record{epoch, step, metrics.values("train")};
    gradients.report(record.values);
    // A PyTorch program's validation loader draws from the generator that shuffles, too.
    if (config.shuffle) setup.shuffles.unshuffled_pass();
    append(record.values, evaluate(setup, setup.valid, objective, stop, &tables));
    watch.after_validation(epoch, step, value_of(record, "valid", "loss"));
    if (setup.test && end.is_last(record))
      append(record.values, evaluate(setup, *setup.test, objective, stop));
    if (stop) break;
    record.wall_s = seconds_since(started);
    recorder.on_epoch(record);
    result.epochs = epoch;
    end.after_epoch(record);
  }

  if (end.completes()) {
    if (config.predictions > 0)
      recorder.on_predictions(predict(setup, setup.valid, config.predictions, objective));
    for (const ResultTable& table : tables.tables(setup.valid.name)) recorder.on_table(table);
  }
  end.settle(result, step);
  result.training_s = training_s;
  result.phases_s = phases.seconds();
  if (training_s > 0)
    result.samples_per_s =
        static_cast<double>(result.epochs * setup.train.rows.size()) / training_s;
  result.wall_s = seconds_since(started);
  return result;
}

}  // namespace logitbench
