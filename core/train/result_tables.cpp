#include "core/train/result_tables.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/train/decision.h"
#include "core/train/reliability.h"

namespace logitbench {

namespace {

class Confusion final : public CountedTable {
 public:
  Confusion(const Loss& loss, size_t classes)
      : loss_(loss),
        classes_(classes),
        // A loss may want more columns than there are classes, and decide for any of them.
        decisions_(std::max(classes, loss.columns(classes))),
        counts_(classes_ * decisions_, 0) {}

  void clear() override { std::fill(counts_.begin(), counts_.end(), 0); }
  void add(const ScoredBatch& batch) override {
    for_each_row(batch.logits, [&](auto row, size_t r) {
      ++counts_[label_of(batch.targets, r) * decisions_ + decide(row, loss_.decision())];
    });
  }
  ResultTable table() const override {
    ResultTable table;
    table.name = "confusion";
    for (size_t k = 0; k < decisions_; ++k) table.columns.push_back(std::to_string(k));
    for (const uint64_t count : counts_) table.cells.push_back(static_cast<double>(count));
    return table;
  }

 private:
  const Loss& loss_;
  size_t classes_, decisions_;
  std::vector<uint64_t> counts_;  // [classes][decisions]
};

class Reliability final : public CountedTable {
 public:
  explicit Reliability(const Loss& loss) : loss_(loss) {}

  void clear() override { bins_ = {}; }
  void add(const ScoredBatch& batch) override {
    for_each_row(batch.logits, [&](auto row, size_t r) {
      const size_t decision = decide(row, loss_.decision());
      bins_.add(static_cast<double>(probability(row, decision, loss_)),
                decision == label_of(batch.targets, r));
    });
  }
  ResultTable table() const override {
    ResultTable table;
    table.name = "reliability";
    table.columns = {"rows", "confidence", "accuracy"};
    for (const ReliabilityBins::Bin& bin : bins_.bins()) {
      const auto rows = static_cast<double>(bin.rows);
      const auto mean = [&](double sum) {
        return bin.rows > 0 ? sum / rows : std::numeric_limits<double>::quiet_NaN();
      };
      table.cells.insert(table.cells.end(),
                         {rows, mean(bin.confidence), mean(static_cast<double>(bin.right))});
    }
    return table;
  }

 private:
  const Loss& loss_;
  ReliabilityBins bins_;
};

}  // namespace

std::unique_ptr<CountedTable> make_table(const std::string& name, const Loss& loss,
                                         size_t classes) {
  if (name == "confusion") return std::make_unique<Confusion>(loss, classes);
  if (name == "reliability") return std::make_unique<Reliability>(loss);
  return nullptr;
}

TableSet::TableSet(const RunConfig& config, const Loss& loss, size_t classes) {
  for (const std::string& name : config.metrics)
    if (auto table = make_table(name, loss, classes)) tables_.push_back(std::move(table));
}

void TableSet::clear() {
  for (const auto& table : tables_) table->clear();
}

void TableSet::add(const ScoredBatch& batch) {
  for (const auto& table : tables_) table->add(batch);
}

std::vector<ResultTable> TableSet::tables(const std::string& split) const {
  std::vector<ResultTable> result;
  for (const auto& table : tables_) {
    result.push_back(table->table());
    result.back().split = split;
  }
  return result;
}

}  // namespace logitbench
