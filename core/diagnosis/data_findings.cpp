#include "core/diagnosis/data_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "core/diagnosis/row_contents.h"
#include "core/train/metrics.h"

namespace logitbench {

namespace {

// Above these shares of the rows what happens in most data sets (MNIST has constant pixels, a
// spiral its point at the origin in every class: 1 % of its rows) is a fault.
constexpr double kConflictingShare = 0.02;
constexpr double kConflictingShareOfOneSample = 0.05;
constexpr double kDuplicateShare = 0.1;
constexpr double kLeakedShare = 0.01;
// Shuffled rows of two equal classes change their label every other row; below half of what is
// expected they are sorted.
constexpr double kFewLabelChanges = 0.5;
constexpr double kManySingleClassBatches = 0.5;

std::string percent(size_t part, size_t whole) {
  return fmt::format("{:.3g} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

class DataExamination {
 public:
  explicit DataExamination(Examination& examination)
      : examination_(examination),
        run_(examination.prepared),
        config_(examination.run.config),
        name_(config_.dataset.name),
        labels_(labels_of(run_.train.split->targets, run_.train.rows, run_.dataset->classes)),
        counts_(count_by_class(labels_, run_.dataset->classes)),
        hashes_(row_hashes(run_.train.split->features)) {}

  void examine() {
    empty_classes();
    same_rows();
    constant();
    if (!std::holds_alternative<std::vector<uint8_t>>(run_.train.split->features.values))
      not_numbers();
    if (config_.epochs == 0) return;  // nothing is trained
    leaks();
    order();
  }

 private:
  size_t rows() const { return run_.train.rows.size(); }

  void empty_classes() {
    std::vector<size_t> empty;
    for (size_t k = 0; k < counts_.size(); ++k)
      if (counts_[k] == 0) empty.push_back(k);
    if (empty.empty()) return;
    examination_.add(
        kind_of("empty_class"), "dataset",
        fmt::format("{} of {} classes of {} have no sample to train on", empty.size(),
                    counts_.size(), name_),
        fmt::format(
            "{} training rows, none of class {}", rows(),
            fmt::join(empty.begin(),
                      empty.begin() + std::min<ptrdiff_t>(10, static_cast<ptrdiff_t>(empty.size())),
                      ", ")),
        "lower dataset.classes where it is too large, or take more rows: `limit` may cut off the "
        "classes that come last");
  }

  struct SameRows {
    size_t first_label = 0;
    size_t rows = 0;
    bool conflicting = false;
  };

  void same_rows() {
    std::unordered_map<uint64_t, SameRows> by_content;
    by_content.reserve(rows());
    for (size_t i = 0; i < rows(); ++i) {
      SameRows& same = by_content[hashes_[run_.train.rows[i]]];
      if (same.rows++ == 0) same.first_label = labels_[i];
      same.conflicting |= labels_[i] != same.first_label;
    }
    size_t conflicting = 0, samples = 0, duplicates = 0;
    for (const auto& [hash, same] : by_content) {
      if (same.conflicting) {
        conflicting += same.rows;
        ++samples;
      } else {
        duplicates += same.rows - 1;
      }
    }
    if (conflicting > 0) {
      Finding& finding = examination_.add(
          kind_of("conflicting_labels"), "dataset", "the same sample stands under different labels",
          fmt::format("{} of {} training rows ({}) have a twin with another label", conflicting,
                      rows(), percent(conflicting, rows())),
          "find out which label is right; a few such rows cap the accuracy, many mean that labels "
          "and samples are not in the same order");
      // A single sample is one of those on purpose, unless it is met often.
      const double share = samples > 1 ? kConflictingShare : kConflictingShareOfOneSample;
      if (!above(conflicting, share)) finding.severity = Severity::info;
    }
    if (duplicates > 0) {
      Finding& finding = examination_.add(
          kind_of("duplicate_rows"), "dataset", "samples stand in the training data more than once",
          fmt::format("{} of {} training rows ({}) repeat an earlier one", duplicates, rows(),
                      percent(duplicates, rows())),
          "a few are usual; many weigh their samples more than the others");
      if (above(duplicates, kDuplicateShare)) finding.severity = Severity::warning;
    }
  }

  bool above(size_t part, double share) const {
    return static_cast<double>(part) > share * static_cast<double>(rows());
  }

  void constant() {
    const Features& features = run_.train.split->features;
    if (features.rows < 2) return;
    const size_t constant = constant_features(features);
    if (constant == 0) return;
    examination_.add(kind_of("constant_features"), "dataset",
                     "some features have the same value in every row",
                     fmt::format("{} of {} features never change in {} rows", constant,
                                 features.shape.size(), features.rows),
                     "they carry nothing; the border pixels of images are usual");
  }

  // By content: the same rows under another name leak as well.
  void leaks() {
    const RowSet& valid = run_.valid;
    const std::vector<uint64_t> other = valid.split == run_.train.split
                                            ? std::vector<uint64_t>{}
                                            : row_hashes(valid.split->features);
    const std::vector<uint64_t>& valid_hashes = other.empty() ? hashes_ : other;
    const std::vector<size_t> valid_labels =
        labels_of(valid.split->targets, valid.rows, run_.dataset->classes);
    std::set<std::pair<uint64_t, size_t>> trained;  // content and label
    for (size_t i = 0; i < rows(); ++i) trained.emplace(hashes_[run_.train.rows[i]], labels_[i]);
    size_t leaked = 0;
    for (size_t i = 0; i < valid.rows.size(); ++i)
      leaked += trained.contains({valid_hashes[valid.rows[i]], valid_labels[i]}) ? 1 : 0;
    if (leaked == 0) return;
    const double share = static_cast<double>(leaked) / static_cast<double>(valid.rows.size());
    const bool same_split = valid.split == run_.train.split;
    const bool all = same_split && config_.validation != ValidationSource::fraction;
    Finding& finding = examination_.add(
        kind_of("validation_in_training"), "dataset.validation",
        all ? "it validates on the rows that it trains on"
            : "validation rows are among the training rows",
        fmt::format("{} of {} validation rows ({}) are trained on, by their content", leaked,
                    valid.rows.size(), percent(leaked, valid.rows.size())),
        all && run_.dataset->test
            ? "dataset.validation: test, or a fraction such as 0.2, keeps them apart"
        : all        ? "dataset.validation: 0.2 holds a fifth of the rows back"
        : same_split ? "they repeat a row of the training data: see duplicate_rows"
                     : "take them out of one of the two");
    // Nothing was chosen, and there is nothing else to validate on; or what leaks are repeated
    // rows, which are a finding of their own.
    const bool by_default = all && !config_.validation;
    if (by_default || (same_split && !all) || share <= kLeakedShare)
      finding.severity = Severity::info;
  }

  // Numbers that a network can do nothing with. What is not trained may show what becomes of them.
  void not_numbers() {
    const Features& features = run_.train.split->features;
    if (run_.spec.layers.empty()) return;
    size_t count = 0;
    std::visit(
        [&](const auto& values) {
          for (const auto value : values)
            count += std::isfinite(static_cast<double>(value)) ? 0 : 1;
        },
        features.values);
    if (count == 0) return;
    examination_.add(kind_of("features_not_finite"), "dataset", "features that are NaN or infinite",
                     fmt::format("{} of the {} numbers of {} rows", count,
                                 features.rows * features.shape.size(), features.rows),
                     "leave these rows out, or put numbers in their place");
  }

  void order() {
    const size_t batch_size = std::min(config_.batch_size, rows());
    const auto present =
        std::count_if(counts_.begin(), counts_.end(), [](size_t n) { return n > 0; });
    if (config_.shuffle || present < 2 || batch_size < 2 || batch_size == rows()) return;

    size_t batches = 0, single = 0, changes = 0;
    for (size_t first = 0; first < rows(); first += batch_size) {
      const size_t last = std::min(first + batch_size, rows());
      ++batches;
      single += std::all_of(labels_.begin() + static_cast<ptrdiff_t>(first),
                            labels_.begin() + static_cast<ptrdiff_t>(last),
                            [&](size_t label) { return label == labels_[first]; });
    }
    for (size_t i = 1; i < rows(); ++i) changes += labels_[i] != labels_[i - 1];
    double same = 0;
    for (const size_t count : counts_) {
      const double share = static_cast<double>(count) / static_cast<double>(rows());
      same += share * share;
    }
    const double expected = (1 - same) * static_cast<double>(rows() - 1);
    const std::string evidence = fmt::format(
        "{} of {} batches of {} hold one class; label changes along the rows: {}, where they are "
        "shuffled {:.0f}",
        single, batches, batch_size, changes, expected);
    constexpr const char* kAdvice = "train.shuffle: true";
    // Few rows in a batch, or few of a class, make batches of one class in any order.
    if (static_cast<double>(changes) >= kFewLabelChanges * expected) return;
    if (static_cast<double>(single) >= kManySingleClassBatches * static_cast<double>(batches))
      examination_.add(kind_of("single_class_batches"), "train.shuffle",
                       "most batches hold one class: each step unlearns the other classes",
                       evidence, kAdvice);
    else
      examination_.add(kind_of("ordered_classes"), "train.shuffle",
                       "the rows are sorted by class and taken in that order", evidence, kAdvice);
  }

  Examination& examination_;
  PreparedRun& run_;
  const RunConfig& config_;
  const std::string& name_;
  const std::vector<size_t> labels_;    // of the training rows
  const std::vector<size_t> counts_;    // by class
  const std::vector<uint64_t> hashes_;  // of every row of the training split
};

}  // namespace

void examine_data(Examination& examination) { DataExamination(examination).examine(); }

}  // namespace logitbench
