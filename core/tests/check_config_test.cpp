// `logitbench check CONFIG`: each fault planted alone in a healthy experiment is found, and healthy
// experiments give nothing above info.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <set>

#include "core/tests/tiny_images.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Json = nlohmann::json;

constexpr const char* kHealthy =
    "dataset: {name: idx, dir: data}\n"
    "model: {name: mlp, hidden: [16]}\n"
    "loss: cross_entropy\n"
    "optimizer: {name: sgd, lr: 0.1}\n"
    "train: {epochs: 3, batch_size: 32}\n"
    "backend: {name: onednn, threads: 1}\n";

class CheckConfig : public testing::Test {
 protected:
  CheckConfig() { images_.write(scratch_ / "data"); }

  // Every finding of severity error or warning, by code; the exit code must agree with them.
  std::set<std::string> faults(const std::vector<std::string>& overrides = {}) {
    return faults_of(kHealthy, overrides);
  }

  std::set<std::string> faults_of(const std::string& yaml,
                                  const std::vector<std::string>& overrides = {}) {
    images_.write(scratch_ / "data");
    write_file(scratch_ / "c.yaml", yaml);
    std::vector<std::string> words{"check", "c.yaml", "--json"};
    words.insert(words.end(), overrides.begin(), overrides.end());
    const Outcome outcome = logitbench(words, scratch_.path());
    const Json said = Json::parse(outcome.out, nullptr, false);
    EXPECT_TRUE(said.is_object()) << outcome.out << outcome.err;
    findings_ = said.is_object() ? said["findings"] : Json::array();
    std::set<std::string> codes;
    for (const Json& finding : findings_)
      if (finding["severity"] != "info") codes.insert(finding["code"]);
    EXPECT_EQ(outcome.exit_code, codes.empty() ? 0 : 3) << outcome.out << outcome.err;
    return codes;
  }

  Json finding(const std::string& code) const {
    for (const Json& one : findings_)
      if (one["code"] == code) return one;
    return nullptr;
  }
  std::string text(const std::string& code, const std::string& part) const {
    const Json one = finding(code);
    return one.is_null() ? "no " + code + " in " + findings_.dump(1) : one[part].get<std::string>();
  }

  Scratch scratch_;
  TinyImages images_;
  Json findings_;
};

TEST_F(CheckConfig, NothingIsWrongWithTheHealthyOne) { EXPECT_THAT(faults(), IsEmpty()); }

TEST_F(CheckConfig, SoftmaxUnderflowsAtTheInitialWeights) {
  EXPECT_THAT(faults({"loss=softmax_log_nll", "model.init.scale=400"}),
              UnorderedElementsAre("loss_not_finite", "untrained_nll"))
      << findings_.dump(1);
  EXPECT_THAT(text("loss_not_finite", "what"), HasSubstr("at the initial weights"));
  EXPECT_THAT(text("loss_not_finite", "evidence"), HasSubstr("softmax underflowed to 0 in"));
  EXPECT_THAT(text("loss_not_finite", "evidence"), HasSubstr("largest logit gap"));
  EXPECT_THAT(text("loss_not_finite", "advice"), HasSubstr("loss: cross_entropy"));
  EXPECT_THAT(text("loss_not_finite", "place"), HasSubstr("loss=softmax_log_nll"));
}

TEST_F(CheckConfig, SoftmaxUnderflowsInTheFirstSteps) {
  const auto codes = faults({"loss=softmax_log_nll", "optimizer.lr=300", "model=linear"});
  EXPECT_TRUE(codes.count("loss_not_finite")) << findings_.dump(1);
  EXPECT_THAT(text("loss_not_finite", "what"), HasSubstr("at step "));
  EXPECT_THAT(text("loss_not_finite", "advice"), HasSubstr("loss: cross_entropy"));
}

TEST_F(CheckConfig, ALossOfProbabilitiesIsGivenLogits) {
  EXPECT_THAT(faults({"loss=probability_nll"}), UnorderedElementsAre("loss_not_finite"));
  EXPECT_THAT(text("loss_not_finite", "evidence"), HasSubstr("takes probabilities"));
}

TEST_F(CheckConfig, MinimizingLowersTheProbabilityOfTheRightClass) {
  EXPECT_THAT(faults({"loss=softmax_prob"}), UnorderedElementsAre("wrong_direction"));
  EXPECT_THAT(text("wrong_direction", "advice"), HasSubstr("maximize"));
  EXPECT_THAT(faults({"loss={name: softmax_prob, objective: maximize}"}), IsEmpty());
}

TEST_F(CheckConfig, MaximizingACrossEntropy) {
  for (const char* loss : {"cross_entropy", "log_softmax_nll"})
    EXPECT_THAT(faults({std::string("loss={name: ") + loss + ", objective: maximize}"}),
                UnorderedElementsAre("wrong_direction"))
        << loss;
  EXPECT_THAT(text("wrong_direction", "advice"), HasSubstr("minimize"));
}

TEST_F(CheckConfig, AMetricThatFallsAsAccuracyRises) {
  const std::string two_classes =
      "dataset: {name: mnist37, limit: 8000}\n"
      "model: linear\nloss: cross_entropy\noptimizer: {name: sgd, lr: 0.1}\n"
      "train: {epochs: 1, batch_size: 64}\nbackend: {name: onednn, threads: 1}\n"
      "metrics: [p0_batch_mean_accuracy]\n";
  EXPECT_THAT(faults_of(two_classes),
              UnorderedElementsAre("metric_disagrees", "short_batch_weight"));
  EXPECT_THAT(text("metric_disagrees", "what"), HasSubstr("one minus the accuracy"));
  EXPECT_THAT(text("metric_disagrees", "evidence"), HasSubstr("1, 0.75, 0.5, 0.25, 0"));
  // 2,038 test rows: 2 batches of 1,019.
  EXPECT_THAT(faults_of(two_classes, {"train.batch_size=1019"}),
              UnorderedElementsAre("metric_disagrees"));
}

TEST_F(CheckConfig, InputsAreNotScaled) {
  const auto codes = faults({"dataset.scale=raw", "optimizer.lr=0.000001"});
  EXPECT_THAT(codes, UnorderedElementsAre("untrained_nll"));
  EXPECT_THAT(text("untrained_nll", "what"), HasSubstr("inputs are not scaled"));
  EXPECT_THAT(text("untrained_nll", "evidence"), HasSubstr("(ln 3)"));
}

TEST_F(CheckConfig, InitialWeightsAreTooLarge) {
  const auto codes = faults({"model.init.scale=10", "optimizer.lr=0.0001"});
  EXPECT_THAT(codes, UnorderedElementsAre("untrained_nll"));
  EXPECT_THAT(text("untrained_nll", "what"), HasSubstr("initial weights are too large"));
}

TEST_F(CheckConfig, BatchesOfASingleClass) {
  const auto by_label = [](TinySplit& split) {
    TinySplit sorted;
    for (uint8_t label = 0; label < 3; ++label)
      for (size_t r = 0; r < split.labels.size(); ++r)
        if (split.labels[r] == label) {
          sorted.images.push_back(split.images[r]);
          sorted.labels.push_back(label);
        }
    split = sorted;
  };
  by_label(images_.train);
  EXPECT_THAT(faults({"train.shuffle=false"}), UnorderedElementsAre("single_class_batches"));
  EXPECT_THAT(text("single_class_batches", "evidence"), HasSubstr("batches of 32 hold one class"));
  EXPECT_THAT(faults({"train.shuffle=false", "train.batch_size=150"}),
              UnorderedElementsAre("ordered_classes"));
  EXPECT_THAT(faults(), IsEmpty());
  EXPECT_THAT(faults({"train.shuffle=false", "train.batch_size=300"}), IsEmpty());
}

TEST_F(CheckConfig, RowsInNoOrderNeedNoShuffle) {
  EXPECT_THAT(faults({"train.shuffle=false"}), IsEmpty());
}

TEST_F(CheckConfig, FewRowsOfAClassAreNoOrder) {
  // Every twentieth row of class 1, evenly spread: most batches of 8 hold class 0 alone.
  for (size_t r = 0; r < images_.train.labels.size(); ++r)
    images_.train.labels[r] = r % 20 == 3 ? 1 : 0;
  const auto codes = faults({"train.shuffle=false", "train.batch_size=8"});
  EXPECT_FALSE(codes.count("single_class_batches")) << findings_.dump(1);
  EXPECT_FALSE(codes.count("ordered_classes")) << findings_.dump(1);
}

TEST_F(CheckConfig, FeaturesThatAreNoNumbers) {
  EXPECT_THAT(
      faults_of("dataset:\n  name: inline\n  values: [[0, 1], [1, .nan], [0.2, 0.9], [1, 0]]\n"
                "  targets: [0, 1, 0, 1]\nmodel: linear\nloss: cross_entropy\n"
                "train: {epochs: 1, batch_size: 2}\n"),
      testing::Contains("features_not_finite"));
  EXPECT_THAT(text("features_not_finite", "evidence"), HasSubstr("1 of the 8 numbers"));
}

TEST_F(CheckConfig, ManyClassesCostNoMore) {
  EXPECT_THAT(faults_of("dataset:\n  name: inline\n  classes: 20000\n  validation: train\n"
                        "  values: [[0, 1], [1, 0], [0.2, 0.9], [1, 0.1]]\n"
                        "  targets: [0, 1, 2, 3]\nmodel: linear\nloss: cross_entropy\n"
                        "train: {epochs: 1, batch_size: 4}\n"),
              UnorderedElementsAre("validation_in_training", "empty_class"));
}

TEST_F(CheckConfig, ValidationOnTheTrainingRows) {
  EXPECT_THAT(faults({"dataset.validation=train"}), UnorderedElementsAre("validation_in_training"));
  EXPECT_THAT(text("validation_in_training", "evidence"), HasSubstr("300 of 300"));
  EXPECT_THAT(text("validation_in_training", "place"), HasSubstr("dataset.validation=train"));
  EXPECT_THAT(faults({"dataset.validation=0.2"}), IsEmpty());
  // Nothing else to validate on, and nothing chosen: said, but no fault.
  EXPECT_THAT(faults_of("dataset: spiral\nmodel: {name: mlp, hidden: [16]}\nloss: cross_entropy\n"
                        "train: {epochs: 2}\n"),
              IsEmpty());
  EXPECT_EQ(text("validation_in_training", "severity"), "info");
}

TEST_F(CheckConfig, TestRowsThatAreCopiesOfTrainingRows) {
  for (size_t r = 0; r < 24; ++r) {
    images_.test.images[r * 3] = images_.train.images[r * 5];
    images_.test.labels[r * 3] = images_.train.labels[r * 5];
  }
  EXPECT_THAT(faults(), UnorderedElementsAre("validation_in_training"));
  EXPECT_THAT(text("validation_in_training", "evidence"), HasSubstr("24 of 96"));
}

TEST_F(CheckConfig, LabelsOutsideTheClasses) {
  images_.train.labels[7] = 9;
  EXPECT_THAT(faults({"dataset.classes=3"}), UnorderedElementsAre("labels_outside_classes"));
  EXPECT_THAT(text("labels_outside_classes", "what"), HasSubstr("label 9"));
}

TEST_F(CheckConfig, AClassWithoutASample) {
  EXPECT_THAT(faults({"dataset.classes=5"}), UnorderedElementsAre("empty_class"));
  EXPECT_THAT(text("empty_class", "evidence"), HasSubstr("none of class 3, 4"));
}

TEST_F(CheckConfig, TheSameRowUnderTwoLabels) {
  for (size_t r = 0; r < 30; ++r) {
    images_.train.images.push_back(images_.train.images[r]);
    images_.train.labels.push_back(static_cast<uint8_t>((images_.train.labels[r] + 1) % 3));
  }
  EXPECT_THAT(faults(), UnorderedElementsAre("conflicting_labels"));
  EXPECT_THAT(text("conflicting_labels", "evidence"), HasSubstr("60 of 330"));
}

TEST_F(CheckConfig, ALearningRateAtWhichTheLossRises) {
  const std::string digits =
      "dataset: {name: mnist, limit: 2000}\nmodel: linear\nloss: cross_entropy\n"
      "train: {epochs: 1, batch_size: 64}\nbackend: {name: onednn, threads: 1}\n";
  EXPECT_THAT(faults_of(digits, {"optimizer.lr=0.1"}), IsEmpty());
  EXPECT_THAT(faults_of(digits, {"optimizer.lr=100"}), UnorderedElementsAre("learning_rate"));
  EXPECT_THAT(text("learning_rate", "place"), HasSubstr("optimizer.lr=100"));
  EXPECT_THAT(text("learning_rate", "evidence"), HasSubstr("over the first 10 steps from 2."));
}

TEST_F(CheckConfig, GradientsAreZero) {
  EXPECT_THAT(faults({"model.init={scheme: zeros}"}),
              UnorderedElementsAre("zero_gradients", "dead_relu"));
  EXPECT_THAT(text("zero_gradients", "evidence"), HasSubstr("layer 2 (dense), layer 4 (dense)"));
}

TEST_F(CheckConfig, AllGradientsAreZeroWhereTheLossIsFlat) {
  EXPECT_THAT(faults({"loss={name: softmax_prob, objective: maximize}", "model=linear",
                      "model.init={scheme: normal, std: 30000}"}),
              testing::Contains("zero_gradients"));
}

TEST_F(CheckConfig, DeadReluLayers) {
  EXPECT_THAT(faults({"model.hidden=[2,2,2,2,2,2,2,2,2]"}), testing::Contains("dead_relu"))
      << findings_.dump(1);
}

TEST_F(CheckConfig, AnEvaluationThatWeightsAShortBatchLikeTheOthers) {
  EXPECT_THAT(faults({"metrics=[batch_mean_accuracy]", "train.batch_size=64"}),
              UnorderedElementsAre("short_batch_weight"));
  EXPECT_THAT(text("short_batch_weight", "evidence"), HasSubstr("last of 2 batches has 32 rows"));
  EXPECT_THAT(faults({"metrics=[batch_mean_accuracy]"}), IsEmpty());  // 96 rows: 3 whole batches
}

TEST_F(CheckConfig, ManyDuplicates) {
  for (size_t r = 0; r < 60; ++r) {
    images_.train.images.push_back(images_.train.images[r]);
    images_.train.labels.push_back(images_.train.labels[r]);
  }
  EXPECT_THAT(faults(), UnorderedElementsAre("duplicate_rows"));
  EXPECT_THAT(text("duplicate_rows", "evidence"), HasSubstr("60 of 360"));
}

TEST_F(CheckConfig, RowsThatWeighNothingAreNoFaultOfTheWholeEvaluation) {
  // The validation rows stand sorted by class: whole batches of the ignored one.
  const std::string spiral =
      "dataset: {name: spiral, validation: train}\nmodel: {name: mlp, hidden: [16]}\n"
      "loss: {name: cross_entropy, ignore_index: 1}\ntrain: {epochs: 2, batch_size: 32}\n";
  EXPECT_THAT(faults_of(spiral), UnorderedElementsAre("validation_in_training"))
      << findings_.dump(1);
  EXPECT_THAT(faults_of(spiral, {"train.shuffle=false"}), testing::Contains("loss_not_finite"));
  EXPECT_THAT(text("loss_not_finite", "evidence"), HasSubstr("weigh nothing"));
}

TEST_F(CheckConfig, ALossOfProportions) {
  const std::string positive =
      "dataset:\n  name: inline\n  values: [[1, 2], [3, 1], [2, 5], [4, 1], [1, 1.5]]\n"
      "  targets: [1, 0, 1, 0, 1]\nmodel: identity\nbackend: reference\n"
      "train: {epochs: 0, batch_size: 3}\nmetrics: [nll]\n"
      "loss: {name: probability_nll, normalize: true}\n";
  EXPECT_THAT(faults_of(positive), IsEmpty()) << findings_.dump(1);
  EXPECT_THAT(faults_of(positive, {"loss.objective=maximize"}),
              UnorderedElementsAre("wrong_direction"));
}

TEST_F(CheckConfig, OneRunThatCannotBeLookedAtHidesNoOther) {
  EXPECT_THAT(faults({"loss=softmax_prob",
                      "+sweep.parameters.dataset=[{name: idx, dir: data}, "
                      "{name: idx, dir: nowhere, limit: 200}]"}),
              UnorderedElementsAre("wrong_direction", "not_examined"));
  EXPECT_THAT(text("not_examined", "what"), HasSubstr("nowhere"));
}

TEST_F(CheckConfig, SaysHowManyOfALargeSweepItLookedAt) {
  std::string rates = "optimizer.lr=";
  for (int i = 1; i <= 70; ++i) rates += (i > 1 ? "," : "") + std::to_string(i) + "e-3";
  EXPECT_THAT(faults({rates, "model=linear"}), IsEmpty());
  EXPECT_THAT(text("partly_examined", "what"), HasSubstr("64 of 70"));
}

TEST_F(CheckConfig, ConstantFeaturesAndAFewDuplicatesAreInfo) {
  for (auto* split : {&images_.train, &images_.test})
    for (auto& image : split->images) image[0] = 0;
  images_.train.images.push_back(images_.train.images[0]);
  images_.train.labels.push_back(images_.train.labels[0]);
  EXPECT_THAT(faults(), IsEmpty());
  EXPECT_THAT(text("constant_features", "evidence"), HasSubstr("1 of 36 features"));
  EXPECT_THAT(text("duplicate_rows", "evidence"), HasSubstr("1 of 301"));
}

TEST_F(CheckConfig, PartsThatDoNotFit) {
  EXPECT_THAT(faults({"loss=mnist_loss"}), UnorderedElementsAre("does_not_fit"));
  EXPECT_THAT(text("does_not_fit", "what"), HasSubstr("3 classes"));
}

TEST_F(CheckConfig, OneFindingForAllRunsOfASweepThatHaveIt) {
  EXPECT_THAT(faults({"loss=cross_entropy,softmax_prob", "optimizer.lr=0.1,0.05"}),
              UnorderedElementsAre("wrong_direction"));
  EXPECT_EQ(finding("wrong_direction")["run_ids"].size(), 2U);
}

TEST_F(CheckConfig, MissingDataIsNoFinding) {
  write_file(scratch_ / "c.yaml", kHealthy);
  const Outcome outcome = logitbench({"check", "c.yaml", "dataset.dir=nowhere"}, scratch_.path());
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("nowhere"));
}

TEST_F(CheckConfig, RunSaysItAtItsHead) {
  write_file(scratch_ / "c.yaml", kHealthy);
  const Outcome outcome =
      logitbench({"run", "c.yaml", "loss=softmax_prob", "--out", "out"}, scratch_.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("wrong_direction"));
  EXPECT_LT(outcome.out.find("wrong_direction"), outcome.out.find("run 1/1"));
  const Outcome quiet = logitbench(
      {"run", "c.yaml", "loss=softmax_prob", "--out", "other", "--quiet"}, scratch_.path());
  EXPECT_EQ(quiet.out.find("wrong_direction"), std::string::npos);
}

// Faults that the author of notebook 004 had, all at once: found in the two configs of it.
TEST(CheckNotebook004, NamesAllFiveFaults) {
  Scratch scratch;
  std::set<std::string> codes;
  std::string evidence;
  for (const char* name : {"mnist37_cross_entropy", "mnist37_softmax_loss"}) {
    const Outcome outcome = logitbench(
        {"check", config(std::string("notebooks/") + name + ".yaml"), "--json"}, scratch.path());
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    const Json said = Json::parse(outcome.out);
    for (const Json& finding : said["findings"]) {
      codes.insert(finding["code"]);
      evidence += finding["evidence"];
    }
  }
  EXPECT_THAT(codes,
              testing::IsSupersetOf({"loss_not_finite", "metric_disagrees", "wrong_direction",
                                     "validation_in_training", "single_class_batches"}));
}

}  // namespace
}  // namespace logitbench::end_to_end
