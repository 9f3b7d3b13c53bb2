#include "core/train/facts.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/config/facts.h"

namespace logitbench {
namespace {

// An image of 6 x 5, 4 rows of it to train on, 2 of a test split, 3 classes.
PreparedRun run_of_a_cnn() {
  auto data = std::make_shared<Dataset>();
  data->classes = 3;
  data->train.features = {{1, 6, 5}, 4, std::vector<uint8_t>(4 * 30), 1.0};
  data->train.targets.classes = {2, 0, 2, 2};
  data->test = Split{{{1, 6, 5}, 2, std::vector<uint8_t>(2 * 30), 1.0}, {}};
  data->test->targets.weights = {0, 1, 0, 0.25, 0.25, 0.5};
  PreparedRun run{SeededStreams(0)};
  run.train = {"train", &data->train, {0, 1, 3}};
  run.valid = {"valid", &*data->test, {0, 1}};
  run.spec = {{1, 6, 5}, {Conv2d{4, 3}, MaxPool2d{2}, Flatten{}, Dense{3}}};
  run.dataset = std::move(data);
  return run;
}

std::map<std::string, uint64_t> by_name(const Facts& facts) {
  std::map<std::string, uint64_t> result;
  for (const Fact& fact : facts) EXPECT_TRUE(result.emplace(fact.name, fact.value).second);
  return result;
}

TEST(FactsOfARun, CountTheNetwork) {
  auto facts = by_name(facts_of(run_of_a_cnn(), 2));
  // Convolution: 3 x 3 x 1 x 4 weights and 4 biases, 4 x 3 x 4 out; pooled 2 x 1 x 4; dense 8 to 3.
  EXPECT_EQ(facts["parameters"], 40U + 27U);
  EXPECT_EQ(facts["parameters.1"], 40U);
  EXPECT_EQ(facts.at("parameters.2"), 0U);
  EXPECT_EQ(facts.at("parameters.3"), 0U);
  EXPECT_EQ(facts["parameters.4"], 27U);
  EXPECT_EQ(facts["layer.1.height"], 4U);
  EXPECT_EQ(facts["layer.1.width"], 3U);
  EXPECT_EQ(facts["layer.1.channels"], 4U);
  EXPECT_EQ(facts["layer.2.height"], 2U);
  EXPECT_EQ(facts["layer.2.width"], 1U);
  EXPECT_EQ(facts["layer.3.width"], 8U);
  EXPECT_EQ(facts["layer.4.width"], 3U);
  EXPECT_EQ(facts["layer.4.channels"], 1U);
}

TEST(FactsOfARun, CountTheData) {
  auto facts = by_name(facts_of(run_of_a_cnn(), 2));
  EXPECT_EQ(facts["classes"], 3U);
  EXPECT_EQ(facts["features"], 30U);
  EXPECT_EQ(facts["features.height"], 6U);
  EXPECT_EQ(facts["features.width"], 5U);
  EXPECT_EQ(facts["rows.train"], 3U);
  EXPECT_EQ(facts["rows.valid"], 2U);
  EXPECT_EQ(facts["rows.test"], 2U);
  EXPECT_EQ(facts["rows.train.class.0"], 1U);
  EXPECT_EQ(facts.at("rows.train.class.1"), 0U);
  EXPECT_EQ(facts["rows.train.class.2"], 2U);
  EXPECT_EQ(facts["rows.valid.class.1"], 1U);  // the class of most weight
  EXPECT_EQ(facts["rows.valid.class.2"], 1U);
  EXPECT_EQ(facts["batches"], 2U);  // of two rows and of one
}

// What is counted and what may be claimed are the same names.
TEST(FactsOfARun, AreTheDeclaredOnes) {
  std::set<std::string_view> seen;
  for (const Fact& fact : facts_of(run_of_a_cnn(), 2)) {
    const auto declared = declared_fact(fact.name);
    ASSERT_TRUE(declared) << fact.name;
    seen.insert(*declared);
  }
  EXPECT_EQ(seen.size(), std::size(kFacts));
}

}  // namespace
}  // namespace logitbench
