// loss/<name>/...: value and gradient of a batch, as a training step asks for them.
#include <logitbench/loss.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tools/logitbench/bench/measure.h"
#include "tools/logitbench/bench/plugin_parts.h"

namespace logitbench::bench {

namespace {

struct Size {
  size_t rows, classes;
  bool large;  // worth a second thread
  bool f64;    // beside f32; the largest would take a gigabyte
};
constexpr Size kSizes[] = {{300, 3, false, true},
                           {256, 10, false, true},
                           {1'048'576, 10, true, true},
                           {65'536, 1000, true, false}};
// Of losses that know two classes alone.
constexpr Size kTwoClassSizes[] = {{256, 2, false, true}, {1'048'576, 2, true, true}};

std::unique_ptr<Loss> make(PluginHost& host, const std::string& name) {
  const LossPlugin& plugin = *host.loss(name);
  return plugin.create(with_defaults(plugin.schema));
}

bool takes(const Loss& loss, size_t classes) {
  try {
    loss.columns(classes);
    return true;
  } catch (const ConfigError&) {
    return false;
  }
}

// Logits between -4 and 4, as of a network in training; shares of a row where the loss wants these.
template <class Real>
std::vector<Real> inputs(const Loss& loss, size_t rows, size_t columns) {
  std::mt19937 bits(1);
  std::vector<Real> values(rows * columns);
  for (Real& value : values) value = static_cast<Real>(static_cast<double>(bits()) * 0x1p-29 - 4);
  if (loss.input() == LossInput::logits) return values;
  for (size_t r = 0; r < rows; ++r) {
    Real sum = 0;
    for (size_t k = 0; k < columns; ++k)
      sum += values[r * columns + k] = std::exp(values[r * columns + k]);
    for (size_t k = 0; k < columns; ++k) values[r * columns + k] /= sum;
  }
  return values;
}

template <class Real>
void evaluate(Bench& bench, benchmark::State& state, const std::string& name, const Size& size,
              size_t threads) {
  const std::unique_ptr<Loss> loss = make(bench.host, name);
  const size_t rows = size.rows, columns = loss->columns(size.classes);
  const std::vector<Real> logits = inputs<Real>(*loss, rows, columns);
  std::vector<int32_t> labels(rows);
  std::mt19937 bits(2);
  for (int32_t& label : labels) label = static_cast<int32_t>(bits() % size.classes);
  std::vector<Real> row_loss(rows), gradient(logits.size());
  const LossBatch<Real> batch{{logits.data(), rows, columns},
                              {labels, {}},
                              static_cast<Real>(1.0 / static_cast<double>(rows)),
                              row_loss,
                              {gradient.data(), rows, columns}};
  LentThreads lent(bench.host, threads);
  loss->evaluate(batch, lent.parallel());

  const Stopwatch watch;
  for (auto _ : state) {
    loss->evaluate(batch, lent.parallel());
    benchmark::DoNotOptimize(gradient.data());
    benchmark::ClobberMemory();
  }
  const double seconds = watch.seconds();
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(rows));
  const auto bytes =
      static_cast<double>(rows * ((2 * columns + 1) * sizeof(Real) + sizeof(int32_t)));
  report(
      bench, state,
      {.bytes = bytes, .working_set_bytes = bytes, .writes = Writes::elsewhere, .threads = threads},
      seconds);
}

void add_size(Bench& bench, const std::string& name, const Size& size) {
  const std::string of = "loss/" + name + "/rows:" + std::to_string(size.rows) +
                         "/classes:" + std::to_string(size.classes);
  for (const size_t threads : size.large ? thread_counts() : std::vector<size_t>{1}) {
    const std::string on = "/threads:" + std::to_string(threads);
    add(bench, of + "/f32" + on, TimedBy::wall_clock, [&bench, name, size, threads](auto& state) {
      evaluate<float>(bench, state, name, size, threads);
    });
    if (size.f64)
      add(bench, of + "/f64" + on, TimedBy::wall_clock, [&bench, name, size, threads](auto& state) {
        evaluate<double>(bench, state, name, size, threads);
      });
  }
}

}  // namespace

void add_losses(Bench& bench) {
  for (const std::string& name : bench.host.names(PluginKind::loss)) {
    std::unique_ptr<Loss> loss;
    try {
      loss = make(bench.host, name);
    } catch (const Error&) {  // thrown again where it is measured: the reason why it is not
      add_size(bench, name, kSizes[0]);
      continue;
    }
    if (takes(*loss, kSizes[0].classes)) {
      for (const Size& size : kSizes) add_size(bench, name, size);
    } else {
      for (const Size& size : kTwoClassSizes) add_size(bench, name, size);
    }
  }
}

}  // namespace logitbench::bench
