#include "tools/logitbench/sweep_progress.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <vector>

#include "core/record/number_text.h"
#include "tools/logitbench/fitted_line.h"

namespace logitbench {

namespace {

constexpr auto kBetweenDraws = std::chrono::milliseconds(100);

}  // namespace

std::string sweep_line(const SweepState& state, size_t columns) {
  std::vector<Field> fields = {{fmt::format("{}/{} runs", state.ended, state.runs), 0},
                               {bar(state.share), 4}};
  for (const auto& [status, count] : state.not_completed)
    fields.push_back({fmt::format("{} {}", count, to_text(status)), 1});
  if (state.left_s) fields.push_back({duration_text(*state.left_s) + " left", 2});
  if (state.best_accuracy)
    fields.push_back({"best accuracy " + rounded_text(*state.best_accuracy), 3});
  return fitted_line(fields, state.best_run_id, fields.size() - 1, columns > 0 ? columns - 1 : 0);
}

class SweepProgress::RunUnderWay final : public Recorder {
 public:
  RunUnderWay(SweepProgress& sweep, const RunStart& start) : sweep_(sweep), start_(start) {}

  // A look at the clock, and nothing more most of the time.
  void on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) override {
    if (sweep_.style_ != ProgressStyle::terminal) return;
    const double epochs_done = static_cast<double>(epoch - 1) +
                               static_cast<double>(samples) / static_cast<double>(samples_in_epoch);
    share_.store(epochs_done / static_cast<double>(start_.epochs), std::memory_order_relaxed);
    if (sweep_.now_() < sweep_.next_draw_.load(std::memory_order_relaxed)) return;
    const std::unique_lock lock(sweep_.mutex_, std::try_to_lock);
    if (lock.owns_lock()) sweep_.draw();
  }

  void on_epoch(const EpochRecord& record) override {
    loss_ = value_of(record, record.epoch > 0 ? "train" : "valid", "loss");
    accuracy_ = value_of(record, "valid", "accuracy");
  }

  double work_done() const { return start_.run.work * share_.load(std::memory_order_relaxed); }
  double loss() const { return loss_; }
  double accuracy() const { return accuracy_; }

 private:
  SweepProgress& sweep_;
  const RunStart start_;
  std::atomic<double> share_{0};
  double loss_ = std::nan(""), accuracy_ = std::nan("");  // of the last epoch
};

SweepProgress::SweepProgress(std::ostream& out, ProgressStyle style,
                             std::function<size_t()> columns,
                             std::function<Clock::time_point()> now)
    : out_(out), style_(style), columns_(std::move(columns)), now_(std::move(now)) {}

SweepProgress::~SweepProgress() { clear(); }

void SweepProgress::on_plan(size_t runs, size_t finished, double work) {
  const std::lock_guard lock(mutex_);
  state_ = SweepState{};
  state_.runs = runs;
  state_.ended = finished;
  work_ = work;
  work_ended_ = 0;
  started_ = now_();
}

Recorder& SweepProgress::on_run_start(const RunStart& run) {
  const std::lock_guard lock(mutex_);
  return *(under_way_[run.run.index] = std::make_unique<RunUnderWay>(*this, run));
}

void SweepProgress::on_run_end(const PlannedRun& planned, const RunResult& result) {
  const std::lock_guard lock(mutex_);
  // Of a run that failed before it began there is none.
  const auto node = under_way_.extract(planned.index);
  const RunUnderWay* run = node.empty() ? nullptr : node.mapped().get();
  ++state_.ended;
  work_ended_ += planned.work;
  if (result.status != RunStatus::completed)
    ++state_.not_completed[result.status];
  else if (run != nullptr)
    take_if_best(planned.run_id, *run);
  const bool as_planned =
      result.status == RunStatus::completed || result.status == RunStatus::pruned;
  if (style_ == ProgressStyle::plain || (style_ == ProgressStyle::terminal && !as_planned))
    print_end(planned, run, result);
  if (style_ == ProgressStyle::terminal && now_() >= next_draw_.load()) draw();
}

void SweepProgress::between_draws(const std::function<void()>& print) {
  const std::lock_guard lock(mutex_);
  clear();
  print();
}

void SweepProgress::take_if_best(const std::string& run_id, const RunUnderWay& run) {
  const double accuracy = run.accuracy();
  if (std::isnan(accuracy) || (state_.best_accuracy && accuracy <= *state_.best_accuracy)) return;
  state_.best_accuracy = accuracy;
  state_.best_run_id = run_id;
}

void SweepProgress::print_end(const PlannedRun& planned, const RunUnderWay* run,
                              const RunResult& result) {
  clear();
  ProgressState state;
  state.run = planned.index + 1;
  state.runs = state_.runs;
  state.run_id = planned.run_id;
  if (run != nullptr && !std::isnan(run->loss())) state.loss = run->loss();
  if (run != nullptr && !std::isnan(run->accuracy())) state.accuracy = run->accuracy();
  out_ << run_end_line(state, result) << '\n' << std::flush;
}

double SweepProgress::share_done() const {
  double done = work_ended_;
  for (const auto& [index, run] : under_way_) done += run->work_done();
  return work_ > 0 ? done / work_ : 1;
}

void SweepProgress::draw() {
  const Clock::time_point now = now_();
  state_.share = share_done();
  const double passed_s = std::chrono::duration<double>(now - started_).count();
  if (state_.share > 0) state_.left_s = passed_s / state_.share * (1 - state_.share);
  out_ << '\r' << sweep_line(state_, columns_()) << "\x1b[K" << std::flush;
  drawn_ = true;
  next_draw_ = now + kBetweenDraws;
}

void SweepProgress::clear() {
  if (drawn_) out_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

}  // namespace logitbench
