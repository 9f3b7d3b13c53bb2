// Whole batches of cross_entropy, reduced as a run reduces them, against F.cross_entropy
// (tools/peers/cross_entropy_torch.py): label smoothing, class weights, ignored classes, class
// indices, one-hot and soft targets.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "core/train/objective.h"
#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

struct PeerBatch {
  std::map<std::string, std::string> fields;

  std::vector<double> numbers(const std::string& column) const {
    std::vector<double> result;
    std::istringstream words(fields.at(column));
    for (std::string word; words >> word;) result.push_back(std::strtod(word.c_str(), nullptr));
    return result;
  }
  bool has(const std::string& column) const { return !fields.at(column).empty(); }
};

std::vector<PeerBatch> read_golden() {
  const auto cells = [](const std::string& line) {
    std::vector<std::string> result;
    std::istringstream in(line + ",");
    for (std::string cell; std::getline(in, cell, ',');) result.push_back(cell);
    return result;
  };
  std::ifstream file(LOGITBENCH_SOURCE_DIR "/tools/peers/golden/cross_entropy_torch.csv");
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = cells(line);
  std::vector<PeerBatch> batches;
  while (std::getline(file, line)) {
    const std::vector<std::string> row = cells(line);
    PeerBatch& batch = batches.emplace_back();
    for (size_t c = 0; c < header.size(); ++c) batch.fields[header[c]] = row.at(c);
  }
  return batches;
}

std::unique_ptr<Loss> make(const PeerBatch& batch) {
  Map parameters;
  parameters.set("label_smoothing", batch.numbers("label_smoothing").at(0));
  if (batch.has("class_weights")) {
    List weights;
    for (const double weight : batch.numbers("class_weights")) weights.emplace_back(weight);
    parameters.set("class_weights", weights);
  }
  if (batch.has("ignore_index"))
    parameters.set("ignore_index", static_cast<int64_t>(batch.numbers("ignore_index").at(0)));
  return make_loss("cross_entropy", parameters);
}

// `tolerance` absolute, and relative to what is above 1.
bool agree(double ours, double peer, double tolerance) {
  if (std::isnan(peer)) return std::isnan(ours);
  return std::abs(ours - peer) <= tolerance * std::max(1.0, std::abs(peer));
}

template <class Real>
void expect_same_as_peer(const PeerBatch& batch, double tolerance) {
  const auto loss = make(batch);
  const auto classes = static_cast<size_t>(batch.numbers("classes").at(0));
  std::vector<Real> logits;
  for (const double logit : batch.numbers("logits")) logits.push_back(static_cast<float>(logit));
  const MatrixView<Real> view{logits.data(), logits.size() / classes, loss->columns(classes)};

  const std::vector<double> weights = batch.numbers("targets");
  const std::vector<int32_t> indices(weights.begin(), weights.end());
  TargetsView targets;
  if (indices.size() == view.rows)
    targets.classes = indices;
  else
    targets.weights = {weights.data(), view.rows, classes};

  const Reduction reduction =
      batch.fields.at("reduction") == "mean" ? Reduction::mean : Reduction::sum;
  ObjectiveFunction objective(*loss, reduction, Objective::minimize);
  Serial serial;
  const BatchLoss ours =
      objective.evaluate(RealMatrix(view), targets, ObjectiveFunction::Want::gradient, serial);
  EXPECT_TRUE(agree(ours.value, batch.numbers("value").at(0), tolerance)) << "value " << ours.value;
  const std::vector<double> expected = batch.numbers("gradients");
  const auto gradients = std::get<MatrixView<Real>>(ours.d_logits).all();
  ASSERT_EQ(gradients.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_TRUE(agree(gradients[i], expected[i], tolerance))
        << "gradient " << i << ": " << gradients[i] << ", PyTorch " << expected[i];
}

TEST(CrossEntropyTorch, EveryBatchAsInPyTorch) {
  const std::vector<PeerBatch> batches = read_golden();
  size_t without_mean = 0;
  for (const PeerBatch& batch : batches) {
    SCOPED_TRACE(::testing::PrintToString(batch.fields));
    // The file has 14 digits, and both sum a few dozen terms in double, each rounded at 1e-16 of
    // the largest; its logits are float's own.
    expect_same_as_peer<double>(batch, 1e-13);
    // What is promised of float: each term is rounded at 6e-8 of it, and the rows' are added up in
    // double.
    expect_same_as_peer<float>(batch, 1e-6);
    without_mean += std::isnan(batch.numbers("value").at(0));
  }
  EXPECT_EQ(batches.size(), 264u);
  // For each of three smoothings: all rows ignored, with class weights and without; all rows of a
  // class that weighs nothing, while another class is ignored and while none is.
  EXPECT_EQ(without_mean, 12u);
}

}  // namespace
}  // namespace logitbench::testing
