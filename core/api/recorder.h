// What a run tells as it goes. Recorders (the journal, the progress line) listen; they never steer.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

enum class RunStatus {
  queued,
  running,
  completed,
  diverged,
  failed,
  interrupted,
  timed_out,
  pruned
};

inline constexpr const char* kRunStatusNames[] = {"queued", "running",     "completed", "diverged",
                                                  "failed", "interrupted", "timed_out", "pruned"};

inline const char* to_text(RunStatus status) { return kRunStatusNames[static_cast<int>(status)]; }

// None for a word that names no status.
inline std::optional<RunStatus> run_status_from(std::string_view word) {
  for (size_t i = 0; i < std::size(kRunStatusNames); ++i)
    if (word == kRunStatusNames[i]) return static_cast<RunStatus>(i);
  return std::nullopt;
}

struct MetricValue {
  std::string split;   // train, valid or test
  std::string metric;  // loss, accuracy, ...
  double value = 0;
};

struct EpochRecord {
  uint64_t epoch = 0;  // from 1; 0 is the untrained network
  uint64_t step = 0;   // updates done so far
  std::vector<MetricValue> values;
  double wall_s = 0;  // from the run's start to the end of this epoch, validation among it
};

// NaN where the record has no such value.
inline double value_of(const EpochRecord& record, std::string_view split, std::string_view metric) {
  for (const MetricValue& v : record.values)
    if (v.split == split && v.metric == metric) return v.value;
  return std::numeric_limits<double>::quiet_NaN();
}

struct Prediction {
  uint64_t row = 0;  // in its split
  uint64_t label = 0;
  uint64_t decision = 0;
  std::vector<double> probabilities;  // [classes]
  double loss = 0;                    // the loss's own value of this row
  std::vector<double> logits;         // [columns]
};

struct Predictions {
  std::string split;
  bool single_precision = false;  // probabilities, loss and logits are float32 numbers
  std::vector<Prediction> rows;
};

// What a run ends with that is no series: its cells, by row and column.
struct ResultTable {
  std::string split;
  std::string name;  // confusion, reliability
  std::vector<std::string> columns;
  std::vector<double> cells;  // [rows][columns]; rows are numbered from 0
};

// What an epoch of training takes its time for; what is in none of them (metrics, validation) is in
// no phase. data: the epoch's order and the gathering of targets; forward holds the gathering of
// features, which the backend does; update holds the norms and the clipping of gradients.
enum class Phase { data, forward, loss, backward, update };
inline constexpr const char* kPhaseNames[] = {"data", "forward", "loss", "backward", "update"};
using PhaseTimes = std::array<double, std::size(kPhaseNames)>;  // seconds, by Phase

// A number that a run is made of, not trained: parameters, rows.train, ... The names are declared
// in core/config/facts.h.
struct Fact {
  std::string name;
  uint64_t value = 0;
  auto operator<=>(const Fact&) const = default;
};
using Facts = std::vector<Fact>;

struct RunResult {
  RunStatus status = RunStatus::completed;
  std::string
      reason;  // for diverged: epoch, step and the quantity that went first; failed: the error
  uint64_t epochs = 0;
  double samples_per_s = 0;  // trained samples over training_s
  double wall_s = 0;
  double training_s = 0;  // of wall_s, what the steps of these epochs took; not recorded
  std::optional<PhaseTimes> phases_s = {};  // of all steps; none where they were not asked for
};

// Called from the thread that runs the run.
class Recorder {
 public:
  virtual ~Recorder() = default;
  // After a batch, for progress: `samples` of `samples_in_epoch` are done.
  virtual void on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) {
    (void)epoch, (void)samples, (void)samples_in_epoch;
  }
  // Before the first epoch.
  virtual void on_facts(const Facts& facts) { (void)facts; }
  virtual void on_epoch(const EpochRecord& record) = 0;
  // After the last epoch, where the config asks for predictions.
  virtual void on_predictions(const Predictions& predictions) { (void)predictions; }
  // After the last epoch, each that the config asks for.
  virtual void on_table(const ResultTable& table) { (void)table; }
};

}  // namespace logitbench
