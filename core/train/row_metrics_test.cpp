// Metrics of decisions and confidence, and the tables: against NumPy (tools/peers/golden/
// calibration_numpy.json, made by tools/peers/calibration_numpy.py), and what must hold of them.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "core/train/metrics.h"
#include "core/train/result_tables.h"

namespace logitbench {
namespace {

using Json = nlohmann::json;

// Sums of at most 61 rows of 10 numbers below 2, and exp of another library.
constexpr double kRounding = 1e-13;

class OfKind final : public RowLoss<OfKind> {
 public:
  explicit OfKind(const std::string& kind)
      : input_(kind == "probabilities" ? LossInput::probabilities : LossInput::logits),
        decision_(kind == "sigmoid" ? Decision::sigmoid : Decision::argmax) {}
  size_t columns(size_t classes) const override {
    return decision_ == Decision::sigmoid ? 1 : classes;
  }
  LossInput input() const override { return input_; }
  Decision decision() const override { return decision_; }
  bool takes_target_weights() const override { return true; }
  template <class Real>
  void row(std::span<const Real>, const TargetsView&, size_t, Real, Real& loss,
           std::span<Real>) const {
    loss = 0;
  }

 private:
  LossInput input_;
  Decision decision_;
};

struct Rows {
  size_t classes = 0, columns = 0;
  std::vector<double> values;
  std::vector<int32_t> labels;

  ScoredBatch batch(size_t first, size_t count) {
    ScoredBatch batch;
    batch.logits = MatrixView<double>{values.data() + first * columns, count, columns};
    batch.targets.classes = std::span(labels).subspan(first, count);
    return batch;
  }
  // In batches of the size, the last one shorter.
  template <class Sink>
  void feed(Sink& sink, size_t batch_size) {
    for (size_t first = 0; first < labels.size(); first += batch_size)
      sink.add(batch(first, std::min(batch_size, labels.size() - first)));
  }
};

std::vector<double> values_of(const std::string& name, const Loss& loss, Rows& rows,
                              size_t batch_size = 16) {
  ObjectiveFunction objective(loss, Reduction::mean, Objective::minimize);
  const auto metric = make_metric(name, Pass::evaluating, loss, objective, rows.classes);
  rows.feed(*metric, batch_size);
  return metric->values();
}

ResultTable table_of(const std::string& name, const Loss& loss, Rows& rows) {
  const auto table = make_table(name, loss, rows.classes);
  rows.feed(*table, 16);
  return table->table();
}

Rows random_rows(size_t classes, size_t columns, uint32_t seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal(0, 2);
  Rows rows{classes, columns, {}, {}};
  for (size_t r = 0; r < 100; ++r) {
    for (size_t c = 0; c < columns; ++c) rows.values.push_back(normal(generator));
    rows.labels.push_back(static_cast<int32_t>(generator() % classes));
  }
  return rows;
}

Json flat(const Json& table) {
  Json cells = Json::array();
  for (const Json& row : table)
    for (const Json& cell : row) cells.push_back(cell);
  return cells;
}

// NaN where both are.
void expect_near(const std::vector<double>& found, const Json& expected, const std::string& what) {
  ASSERT_EQ(found.size(), expected.size()) << what;
  for (size_t i = 0; i < found.size(); ++i) {
    if (expected[i].is_null())
      EXPECT_TRUE(std::isnan(found[i])) << what << " " << i;
    else
      EXPECT_NEAR(found[i], expected[i].get<double>(), kRounding) << what << " " << i;
  }
}

TEST(RowMetrics, are_what_numpy_computes) {
  const Json cases = Json::parse(
      std::ifstream(LOGITBENCH_SOURCE_DIR "/tools/peers/golden/calibration_numpy.json"));
  EXPECT_EQ(cases.size(), 14U);
  for (const Json& golden : cases) {
    const std::string name = golden.at("name");
    const OfKind loss(golden.at("kind"));
    Rows rows{golden.at("classes"), golden.at("columns").at(0).size(), {}, golden.at("labels")};
    for (const Json& row : golden.at("columns"))
      for (const Json& number : row) rows.values.push_back(number);
    for (const char* metric : {"brier", "ece", "ece_adaptive"})
      expect_near(values_of(metric, loss, rows), Json::array({golden.at(metric)}),
                  name + " " + metric);
    expect_near(values_of("class_accuracy", loss, rows), golden.at("class_accuracy"), name);
    expect_near(table_of("confusion", loss, rows).cells, flat(golden.at("confusion")), name);
    expect_near(table_of("reliability", loss, rows).cells, flat(golden.at("reliability")), name);
  }
}

TEST(RowMetrics, do_not_depend_on_how_rows_are_cut_into_batches) {
  const OfKind loss("softmax");
  Rows rows = random_rows(4, 4, 1);
  for (const char* name : {"brier", "ece", "ece_adaptive", "class_accuracy"})
    EXPECT_EQ(values_of(name, loss, rows, 100), values_of(name, loss, rows, 7)) << name;
}

TEST(RowMetrics, brier_is_zero_where_all_is_known_and_two_where_all_is_wrong) {
  const OfKind loss("probabilities");
  Rows rows{3, 3, {0, 1, 0, 1, 0, 0}, {1, 0}};
  EXPECT_EQ(values_of("brier", loss, rows).at(0), 0);
  rows.labels = {0, 2};
  EXPECT_EQ(values_of("brier", loss, rows).at(0), 2);
}

TEST(RowMetrics, brier_of_weights_is_the_distance_from_them) {
  const OfKind loss("probabilities");
  ObjectiveFunction objective(loss, Reduction::mean, Objective::minimize);
  const auto metric = make_metric("brier", Pass::evaluating, loss, objective, 2);
  std::vector<double> values{0.5, 0.5, 0.25, 0.75};
  const std::vector<double> weights{0.5, 0.5, 1, 0};
  ScoredBatch batch;
  batch.logits = MatrixView<double>{values.data(), 2, 2};
  batch.targets.weights = {weights.data(), 2, 2};
  metric->add(batch);
  EXPECT_EQ(metric->values().at(0), 0.5 * (2 * 0.75 * 0.75));
}

TEST(RowMetrics, a_row_of_nan_leaves_brier_and_ece_without_a_number) {
  const OfKind loss("softmax");
  Rows rows{2, 2, {1, 0, std::nan(""), 0}, {0, 1}};
  for (const char* name : {"brier", "ece", "ece_adaptive"})
    EXPECT_TRUE(std::isnan(values_of(name, loss, rows).at(0))) << name;
  // The decision is the first NaN's column, here a wrong one.
  EXPECT_EQ(values_of("class_accuracy", loss, rows), (std::vector<double>{1, 0}));
}

TEST(ResultTables, a_confusions_rows_are_the_classes_and_its_trace_the_accuracy) {
  for (const char* kind : {"softmax", "sigmoid"}) {
    const OfKind loss(kind);
    const size_t classes = loss.decision() == Decision::sigmoid ? 2 : 5;
    Rows rows = random_rows(classes, loss.columns(classes), 3);
    const ResultTable confusion = table_of("confusion", loss, rows);
    ASSERT_EQ(confusion.cells.size(), classes * classes);
    double trace = 0;
    for (size_t k = 0; k < classes; ++k) {
      EXPECT_EQ(confusion.columns[k], std::to_string(k));
      double of_class = 0;
      for (size_t d = 0; d < classes; ++d) of_class += confusion.cells[k * classes + d];
      EXPECT_EQ(of_class, std::count(rows.labels.begin(), rows.labels.end(), int(k)));
      trace += confusion.cells[k * classes + k];
      EXPECT_EQ(values_of("class_accuracy", loss, rows).at(k),
                confusion.cells[k * classes + k] / of_class);
    }
    EXPECT_EQ(values_of("accuracy", loss, rows).at(0), trace / 100);
  }
}

TEST(ResultTables, the_bins_of_reliability_give_the_calibration_error) {
  const OfKind loss("softmax");
  Rows rows = random_rows(3, 3, 5);
  const std::vector<double> cells = table_of("reliability", loss, rows).cells;
  ASSERT_EQ(cells.size(), 45U);
  double all = 0, error = 0;
  for (size_t b = 0; b < 15; ++b) {
    const double in_bin = cells[3 * b];
    all += in_bin;
    if (in_bin == 0) {
      EXPECT_TRUE(std::isnan(cells[3 * b + 1]) && std::isnan(cells[3 * b + 2])) << b;
      continue;
    }
    error += in_bin / 100 * std::abs(cells[3 * b + 2] - cells[3 * b + 1]);
  }
  EXPECT_EQ(all, 100);
  EXPECT_NEAR(error, values_of("ece", loss, rows).at(0), kRounding);
}

TEST(ResultTables, hold_what_the_last_pass_counted) {
  const OfKind loss("softmax");
  RunConfig config;
  config.metrics = {"nll", "reliability", "confusion"};
  TableSet tables(config, loss, 3);
  Rows rows = random_rows(3, 3, 5);
  for (int pass = 0; pass < 2; ++pass) {
    tables.clear();
    rows.feed(tables, 16);
  }
  const std::vector<ResultTable> found = tables.tables("valid");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].name, "reliability");
  EXPECT_EQ(found[1].name, "confusion");
  EXPECT_EQ(found[1].split, "valid");
  EXPECT_EQ(found[1].cells, table_of("confusion", loss, rows).cells);
}

}  // namespace
}  // namespace logitbench
