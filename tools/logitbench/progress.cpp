#include "tools/logitbench/progress.h"

#include <optional>
#include <utility>

namespace logitbench {

namespace {

constexpr auto kBetweenDraws = std::chrono::milliseconds(100);

double seconds(Progress::Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::optional<double> first_of(const EpochRecord& record, const char* metric,
                               std::initializer_list<const char*> splits) {
  for (const char* split : splits)
    for (const MetricValue& value : record.values)
      if (value.split == split && value.metric == metric) return value.value;
  return std::nullopt;
}

}  // namespace

Progress::Progress(std::ostream& out, bool quiet)
    : Progress(out, style_of_standard_output(quiet), columns_of_standard_output, Clock::now) {}

Progress::Progress(std::ostream& out, ProgressStyle style, std::function<size_t()> columns,
                   std::function<Clock::time_point()> now)
    : out_(out), style_(style), columns_(std::move(columns)), now_(std::move(now)) {}

Progress::~Progress() {
  if (line_open_) out_ << (style_ == ProgressStyle::one_line ? "\r\x1b[K" : "\n") << std::flush;
}

void Progress::on_plan(size_t runs, size_t, double) {
  state_.runs = runs;
  runs_ended_ = 0;
  started_ = now_();
}

Recorder& Progress::on_run_start(const RunStart& run) {
  const size_t runs = state_.runs;
  state_ = ProgressState{};
  state_.run = run.run.index + 1;
  state_.runs = runs;
  state_.run_id = run.run.run_id;
  state_.epochs = run.epochs;
  samples_per_epoch_ = run.samples_per_epoch;
  training_s_ = 0;
  running_ = true;
  epoch_started_ = last_batch_ = now_();
  return *this;
}

// Called after every step: a look at the clock, and nothing more most of the time.
void Progress::on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) {
  if (style_ == ProgressStyle::quiet) return;
  last_batch_ = now_();
  if (!is_drawn() || last_batch_ < next_draw_) return;
  follow(epoch, static_cast<double>(samples) / static_cast<double>(samples_in_epoch), last_batch_);
  draw(last_batch_);
}

void Progress::on_epoch(const EpochRecord& record) {
  if (style_ == ProgressStyle::quiet) return;
  const Clock::time_point now = now_();
  state_.loss = first_of(record, "loss", {"train", "valid"});
  state_.accuracy = first_of(record, "accuracy", {"valid", "train"});
  if (record.epoch > 0) training_s_ += seconds(last_batch_ - epoch_started_);
  epoch_started_ = last_batch_ = now;
  follow(record.epoch + 1, 0, now);
  state_.epoch = record.epoch;  // the one that these numbers are of
  if (style_ == ProgressStyle::plain)
    print(epoch_line(state_), now);
  else if (now >= next_draw_)
    draw(now);
}

void Progress::on_run_end(const PlannedRun& run, const RunResult& result) {
  if (style_ == ProgressStyle::quiet) return;
  if (running_) ++runs_ended_;
  // A run that could not be made out of its plugins ends without having started.
  std::string line = running_ ? run_end_line(state_, result)
                              : run.run_id + " " + to_text(result.status) +
                                    " before it began: " + printable(result.reason);
  running_ = false;
  if (style_ == ProgressStyle::one_line) return;
  if (style_ == ProgressStyle::terminal) {
    const size_t columns = columns_();
    line = (line_open_ ? "\r" : "") + elided(line, columns > 0 ? columns - 1 : 0) + "\x1b[K";
  }
  line_open_ = false;
  out_ << line << '\n' << std::flush;
}

void Progress::follow(uint64_t epoch, double share_of_epoch, Clock::time_point now) {
  const double epochs_done = static_cast<double>(epoch - 1) + share_of_epoch;
  const double epochs = static_cast<double>(state_.epochs);
  state_.epoch = epoch;
  state_.share = state_.epochs > 0 ? epochs_done / epochs : 1;

  const double training_s = training_s_ + seconds(last_batch_ - epoch_started_);
  state_.samples_per_s =
      training_s > 0 ? epochs_done * static_cast<double>(samples_per_epoch_) / training_s : 0;

  const double runs_done = static_cast<double>(runs_ended_) + state_.share;
  const double runs_to_do = static_cast<double>(state_.runs - state_.run + 1) - state_.share;
  if (runs_done > 0) state_.left_s = seconds(now - started_) / runs_done * runs_to_do;
}

void Progress::draw(Clock::time_point now) {
  out_ << (line_open_ ? "\r" : "") << terminal_line(state_, columns_()) << "\x1b[K" << std::flush;
  line_open_ = true;
  next_draw_ = now + kBetweenDraws;
}

void Progress::print(const std::string& line, Clock::time_point now) {
  out_ << line << '\n';
  // A follower of the log sees each line soon, and a thousand short epochs cost no thousand writes.
  if (now < next_draw_) return;
  out_.flush();
  next_draw_ = now + kBetweenDraws;
}

}  // namespace logitbench
