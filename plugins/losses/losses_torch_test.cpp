// Every loss against PyTorch's numbers, row by row (tools/peers/losses_torch.py): values,
// gradients, and where they are not finite.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include <logitbench_testing/gradient_check.h>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

struct PeerRow {
  std::string line, loss;
  float upstream = 0, row_loss = 0;
  int32_t target = 0;
  std::vector<float> logits, gradients;
};

std::vector<float> numbers(const std::string& text) {
  std::vector<float> result;
  std::istringstream words(text);
  for (std::string word; words >> word;) result.push_back(std::strtof(word.c_str(), nullptr));
  return result;
}

std::vector<PeerRow> read_golden() {
  std::ifstream file(LOGITBENCH_SOURCE_DIR "/tools/peers/golden/losses_torch.csv");
  std::vector<PeerRow> rows;
  PeerRow row;
  std::getline(file, row.line);
  EXPECT_EQ(row.line, "loss,upstream,target,row_loss,logits,gradients");
  while (std::getline(file, row.line)) {
    std::istringstream fields(row.line);
    std::string upstream, target, row_loss, logits, gradients;
    std::getline(fields, row.loss, ',');
    for (std::string* field : {&upstream, &target, &row_loss, &logits, &gradients})
      std::getline(fields, *field, ',');
    row.upstream = std::strtof(upstream.c_str(), nullptr);
    row.target = std::stoi(target);
    row.row_loss = std::strtof(row_loss.c_str(), nullptr);
    row.logits = numbers(logits);
    row.gradients = numbers(gradients);
    rows.push_back(row);
  }
  return rows;
}

bool agree(float ours, float peer, float tolerance) {
  if (!std::isfinite(peer)) return std::isnan(peer) ? std::isnan(ours) : ours == peer;
  return std::abs(ours - peer) <= tolerance;
}

// PyTorch rounds differently only in the last places: its exp and log are within an ulp, and its
// cross-entropy subtracts numbers as large as the logits. So a few 2^-24 of the largest logit.
float tolerance_of(const PeerRow& row) {
  float largest = 1;
  for (const float logit : row.logits)
    if (std::isfinite(logit)) largest = std::max(largest, std::abs(logit));
  return 4 * 0x1p-24f * largest;
}

TEST(LossesTorch, EveryRowAsInPyTorch) {
  Serial serial;
  std::map<std::string, size_t> compared, nonfinite;
  for (const PeerRow& row : read_golden()) {
    const auto loss = make_loss(row.loss);
    const std::vector<int32_t> classes = {row.target};
    const auto ours = evaluate<float>(*loss, {row.logits.data(), 1, row.logits.size()},
                                      {classes, {}}, row.upstream, serial);
    const float tolerance = tolerance_of(row);
    EXPECT_TRUE(agree(ours.row_loss[0], row.row_loss, tolerance))
        << row.line << "\nrow loss " << ours.row_loss[0];
    ASSERT_EQ(row.gradients.size(), row.logits.size()) << row.line;
    for (size_t k = 0; k < row.gradients.size(); ++k)
      EXPECT_TRUE(agree(ours.d_logits[k], row.gradients[k], tolerance * row.upstream))
          << row.line << "\ngradient " << k << ": " << ours.d_logits[k];
    ++compared[row.loss];
    nonfinite[row.loss] += !std::isfinite(row.gradients[0]);
  }
  EXPECT_EQ(compared.size(), 7u);
  // The file covers both sides of the onset, and the clipped loss never breaks on finite logits.
  EXPECT_GT(nonfinite["softmax_log_nll"], 200u);
  EXPECT_GT(compared["softmax_log_nll"] - nonfinite["softmax_log_nll"], 200u);
  EXPECT_GT(compared["clipped_softmax_nll"], 1000u);
}

}  // namespace
}  // namespace logitbench::testing
