// What the parameters of cross_entropy do beyond PyTorch's numbers: what it refuses, what weighs
// nothing, and which digits are kept.
#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include <limits>

#include "core/config/config_node.h"
#include "core/config/validate.h"
#include "core/train/metrics.h"
#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make(const std::vector<Map::Entry>& given) {
  Map parameters;
  for (const auto& [key, value] : given) parameters.set(key, value);
  return make_loss("cross_entropy", parameters);
}

template <class Call>
void expect_refusal(Call&& call, const std::string& message) {
  try {
    call();
    ADD_FAILURE() << "was accepted; expected: " << message;
  } catch (const ConfigError& error) {
    EXPECT_EQ(std::string(error.what()).find(message), 0u) << error.what();
  }
}

LossResult<double> of_one_row(const Loss& loss, const std::vector<double>& logits,
                              const TargetsView& targets) {
  Serial serial;
  return evaluate<double>(loss, {logits.data(), 1, logits.size()}, targets, 1, serial);
}

TEST(CrossEntropyOptions, TheSchemaBoundsTheLabelSmoothing) {
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const Schema& schema = host.loss("cross_entropy")->schema;
  const Location place{std::make_shared<ConfigSource>(ConfigSource{"a.yaml", {}}), 3, 7};
  ConfigNode section = map_node(place);
  ConfigNode& smoothing = section.get_or_add("label_smoothing", place);
  for (const char* fine : {"0", "1", "0.1"}) {
    smoothing = scalar_node(fine, place);
    EXPECT_NO_THROW(validate_map(section, schema, "loss")) << fine;
  }
  for (const char* bad : {"-0.1", "1.1"}) {
    smoothing = scalar_node(bad, place);
    expect_refusal([&] { validate_map(section, schema, "loss"); },
                   "a.yaml:3:7: loss.label_smoothing: found '" + std::string(bad) +
                       "', expected a number of at least 0 and at most 1");
  }
}

TEST(CrossEntropyOptions, WantAWeightForEachClass) {
  const auto loss = make({{"class_weights", List{1.0, 0.5, 2.0}}});
  EXPECT_EQ(loss->columns(3), 3u);
  for (const size_t classes : {2, 4})
    expect_refusal([&] { loss->columns(classes); },
                   "loss cross_entropy: class_weights has 3 numbers; expected " +
                       std::to_string(classes) + ", one for each class");
}

TEST(CrossEntropyOptions, IgnoreAClassOfTheDataset) {
  const auto loss = make({{"ignore_index", 2}});
  EXPECT_EQ(loss->columns(3), 3u);
  expect_refusal([&] { loss->columns(2); },
                 "loss cross_entropy: ignore_index is 2; expected a class of the dataset, from 0 "
                 "to 1");
}

TEST(CrossEntropyOptions, TargetWeightsNameNoClassToIgnore) {
  EXPECT_TRUE(make({})->takes_target_weights());
  EXPECT_TRUE(
      make({{"label_smoothing", 0.1}, {"class_weights", List{1, 2}}})->takes_target_weights());
  expect_refusal(
      [] {
        make({{"ignore_index", 0}})->takes_target_weights();
      },
      "loss cross_entropy: ignore_index is 0 and the dataset gives a row of weights");
}

TEST(CrossEntropyOptions, RowsWeighAsTheirClassesDo) {
  const std::vector<int32_t> classes = {0, 1, 2, 1};
  std::vector<double> weights(4);
  make({{"class_weights", List{3.0, 0.5, 0.0}}, {"label_smoothing", 0.3}})
      ->weigh({classes, {}}, weights);
  EXPECT_EQ(weights, (std::vector<double>{3, 0.5, 0, 0.5}));
  make({{"class_weights", List{3.0, 0.5, 2.0}}, {"ignore_index", 1}})
      ->weigh({classes, {}}, weights);
  EXPECT_EQ(weights, (std::vector<double>{3, 0, 2, 0}));
  const std::vector<double> soft(12, 0.7);
  make({{"class_weights", List{3.0, 0.5, 2.0}}})->weigh({{}, {soft.data(), 4, 3}}, weights);
  EXPECT_EQ(weights, (std::vector<double>{1, 1, 1, 1}));
}

// Of an ignored row nothing is seen, not even what is not a number; and an upstream of NaN, the
// mean over rows that weigh nothing, stays out of its gradient.
TEST(CrossEntropyOptions, AnIgnoredRowIsZero) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  for (const double smoothing : {0.0, 0.1}) {
    const auto loss = make({{"ignore_index", 1}, {"label_smoothing", smoothing}});
    const std::vector<int32_t> ignored = {1};
    const std::vector<double> logits = {kNan, 2, -1e300};
    Serial serial;
    const auto result = evaluate<double>(*loss, {logits.data(), 1, 3}, {ignored, {}}, kNan, serial);
    EXPECT_EQ(result.row_loss, std::vector<double>{0});
    EXPECT_EQ(result.d_logits, (std::vector<double>{0, 0, 0}));
  }
}

TEST(CrossEntropyOptions, AWeightOfZeroTimesAnInfiniteTermIsZero) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  const std::vector<double> logits = {0, -kInf, 0};
  const std::vector<int32_t> classes = {1};
  const std::vector<double> soft = {0.5, 0, 0.5};
  for (const double smoothing : {0.0, 0.3}) {
    const auto loss =
        make({{"class_weights", List{1.0, 0.0, 1.0}}, {"label_smoothing", smoothing}});
    // What is left is the smoothing's part of the two other classes.
    const double spread = smoothing / 3;
    const auto row = of_one_row(*loss, logits, {classes, {}});
    EXPECT_DOUBLE_EQ(row.row_loss[0], 2 * spread * std::log(2.0));
    for (const double d : row.d_logits) EXPECT_EQ(d, 0);
  }
  const auto row = of_one_row(*make({}), logits, {{}, {soft.data(), 1, 3}});
  EXPECT_DOUBLE_EQ(row.row_loss[0], std::log(2.0));
}

// What holds in double holds in float, whose kernels are others: for few columns and for many.
TEST(CrossEntropyOptions, FloatLeavesOutWhatWeighsNothing) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInf = std::numeric_limits<float>::infinity();
  Serial serial;
  for (const size_t columns : {3, 70})
    for (const double smoothing : {0.0, 0.1}) {
      SCOPED_TRACE(std::to_string(columns) + " columns, smoothing " + std::to_string(smoothing));
      std::vector<float> logits(columns, 2.0f);
      const std::vector<int32_t> classes = {1};

      logits[0] = kNan;
      const auto ignored =
          evaluate<float>(*make({{"ignore_index", 1}, {"label_smoothing", smoothing}}),
                          {logits.data(), 1, columns}, {classes, {}}, kNan, serial);
      EXPECT_EQ(ignored.row_loss, std::vector<float>{0});
      EXPECT_EQ(ignored.d_logits, std::vector<float>(columns, 0.0f));

      logits[0] = 2.0f;
      logits[1] = -kInf;
      List weights(columns, Value(1.0));
      weights[1] = Value(0.0);
      const auto weightless =
          evaluate<float>(*make({{"class_weights", weights}, {"label_smoothing", smoothing}}),
                          {logits.data(), 1, columns}, {classes, {}}, 1.0f, serial);
      // The smoothing's part of the other classes, which share the row alike.
      const double others = static_cast<double>(columns - 1);
      const double expected = smoothing / static_cast<double>(columns) * others * std::log(others);
      EXPECT_NEAR(weightless.row_loss[0], expected, 1e-6 * expected);
      for (const float d : weightless.d_logits) EXPECT_NEAR(d, 0, 1e-7);
    }
}

// One-hot rows are class indices written out: but for an ulp of the order of operations, the same.
TEST(CrossEntropyOptions, OneHotTargetsAreClassIndices) {
  for (const double smoothing : {0.0, 0.1}) {
    const auto loss =
        make({{"label_smoothing", smoothing}, {"class_weights", List{0.5, 2.0, 0.0, 1.0, 3.0}}});
    const LossCase sample = random_case(*loss, 5, 16, 20);
    std::vector<double> one_hot(16 * 5, 0.0);
    for (size_t r = 0; r < 16; ++r) one_hot[r * 5 + static_cast<size_t>(sample.classes[r])] = 1;
    Serial serial;
    const auto a = evaluate(*loss, sample.view(), sample.targets(), 1.0, serial);
    const auto b = evaluate(*loss, sample.view(), {{}, {one_hot.data(), 16, 5}}, 1.0, serial);
    for (size_t r = 0; r < 16; ++r) EXPECT_DOUBLE_EQ(a.row_loss[r], b.row_loss[r]);
    for (size_t i = 0; i < a.d_logits.size(); ++i)
      EXPECT_NEAR(a.d_logits[i], b.d_logits[i], 1e-15 * (1 + std::abs(a.d_logits[i])));
  }
}

// The derivative holds for weights of any sign and sum. They sum up to 4 in size, and so does the
// bound on the derivative.
TEST(CrossEntropyOptions, GradientOfSoftTargetsIsTheDerivative) {
  const std::vector<double> soft = {0.2, 0.3, 0.5, 1.5, -0.5, 2, 0, 0, 0, -1, 0, 0};
  const auto loss = make({{"label_smoothing", 0.1}, {"class_weights", List{1.0, 0.0, 0.5}}});
  for (const double scale : {0.0, 1.0, 10.0, 1e4}) {
    const LossCase sample = random_case(*loss, 3, 4, scale);
    EXPECT_EQ(
        gradient_mismatch(*loss, sample.view(), {{}, {soft.data(), 4, 3}}, {.derivative_bound = 4}),
        "")
        << "± " << scale;
  }
}

// As without parameters, the loss keeps float's digits; a gradient is a difference here,
// softmax · Σ q - q, and is rounded at 2^-24 of what is subtracted, at most 3.
TEST(CrossEntropyOptions, FloatKeepsTheDigitsOfTheLoss) {
  for (const auto& given : std::vector<std::vector<Map::Entry>>{
           {{"label_smoothing", 0.1}},
           {{"class_weights", List{0.5, 3.0, 0.0}}},
           {{"label_smoothing", 0.1}, {"class_weights", List{0.5, 3.0, 0.0}}}}) {
    const auto loss = make(given);
    for (const double scale : {0.0, 1.0, 10.0, 1e4})
      EXPECT_EQ(precision_mismatch(*loss, 3, scale, 1e-6, 2e-7), "") << scale;
  }
}

// Core's metrics over two batches, [2] and [1] rows, of one loss.
double measure(const std::string& metric_name, const Loss& loss) {
  const std::vector<std::vector<double>> logits = {{1, 2, 0, 3, 0, -1}, {0, 0, 5}};
  const std::vector<std::vector<int32_t>> classes = {{0, 0}, {2}};
  ObjectiveFunction objective(loss, Reduction::mean, Objective::minimize);
  const auto metric = make_metric(metric_name, Pass::evaluating, loss, objective, 3);
  Serial serial;
  for (size_t b = 0; b < logits.size(); ++b) {
    std::vector<double> rows = logits[b];
    const RealMatrix matrix = MatrixView<double>{rows.data(), classes[b].size(), 3};
    const TargetsView targets{classes[b], {}};
    metric->add({matrix, targets,
                 objective.evaluate(matrix, targets, ObjectiveFunction::Want::value, serial)});
  }
  return metric->values().at(0);
}

TEST(CrossEntropyOptions, TheYardsticksStayPlain) {
  const auto plain = make({});
  const auto loaded =
      make({{"label_smoothing", 0.3}, {"class_weights", List{0.5, 0.0, 4.0}}, {"ignore_index", 2}});
  for (const char* name :
       {"nll", "accuracy", "confidence", "batch_mean_accuracy", "brier", "ece", "ece_adaptive"})
    EXPECT_EQ(measure(name, *loaded), measure(name, *plain)) << name;
  EXPECT_DOUBLE_EQ(measure("nll", *plain), measure("loss", *plain));
}

// Two rows of weight 0.5, one of weight 4, in batches of their own: not the batches' mean.
TEST(CrossEntropyOptions, TheLossOfAllRowsDividesByAllWeights) {
  const auto weighted = make({{"class_weights", List{0.5, 1.0, 4.0}}});
  const auto nll = [](double a, double b, double c) {  // of the first
    return std::log(std::exp(a) + std::exp(b) + std::exp(c)) - a;
  };
  EXPECT_DOUBLE_EQ(measure("loss", *weighted),
                   (0.5 * nll(1, 2, 0) + 0.5 * nll(3, 0, -1) + 4 * nll(5, 0, 0)) / 5);
}

}  // namespace
}  // namespace logitbench::testing
