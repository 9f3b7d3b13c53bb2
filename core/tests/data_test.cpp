// Real MNIST, from the cache that tools/fetch-data has filled.
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <algorithm>
#include <numeric>

#include "core/data/data_cache.h"
#include "core/data/testing/data_workplace.h"
#include "core/plugin/plugin_host.h"
#include "core/random/streams.h"
#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

Dataset load(const std::string& name) {
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const DatasetPlugin& plugin = *host.dataset(name);
  Map parameters;
  for (const Parameter& parameter : plugin.schema)
    parameters.set(parameter.name, parameter.default_value.value());
  SeededStreams random(0);
  DatasetContext context{random, locate(plugin.source.value(), std::nullopt)};
  return plugin.load(parameters, context);
}

std::vector<size_t> count_labels(const Split& split, size_t classes) {
  std::vector<size_t> counts(classes);
  for (int32_t label : split.targets.classes) ++counts[static_cast<size_t>(label)];
  return counts;
}

TEST(RealMnist, HasItsKnownClassCounts) {
  const Dataset mnist = load("mnist");
  EXPECT_EQ(count_labels(mnist.train, 10),
            (std::vector<size_t>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}));
  EXPECT_EQ(count_labels(*mnist.test, 10),
            (std::vector<size_t>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}));
  EXPECT_EQ(mnist.train.features.shape, (Shape{1, 28, 28}));
  // The mean pixel that everybody normalizes by, 0.1307, to its four digits.
  const auto& pixels = std::get<std::vector<uint8_t>>(mnist.train.features.values);
  const double sum =
      static_cast<double>(std::accumulate(pixels.begin(), pixels.end(), uint64_t{0}));
  EXPECT_NEAR(sum / 255 / static_cast<double>(pixels.size()), 0.1307, 5e-5);
}

TEST(RealMnist, GivesThreesThenSevens) {
  const Dataset mnist37 = load("mnist37");
  EXPECT_EQ(count_labels(mnist37.train, 2), (std::vector<size_t>{6265, 6131}));
  EXPECT_EQ(count_labels(*mnist37.test, 2), (std::vector<size_t>{1028, 1010}));
  EXPECT_TRUE(
      std::is_sorted(mnist37.train.targets.classes.rbegin(), mnist37.train.targets.classes.rend()));
}

// Each of two programs is told to fetch into the same new cache; a third finds it whole.
TEST(DataCommand, TwoProgramsFetchAtOnce) {
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const fs::path real = cache_folder(host.dataset("mnist")->source.value());
  const Scratch one, other;
  const ScopedVariable data("LOGITBENCH_DATA", (one / "data").string());
  const std::vector<std::string> words = {"data", "fetch", "mnist", "--from", real.string()};
  Child first(words, one.path()), second(words, other.path());
  for (Child* child : {&first, &second}) {
    const Outcome outcome = child->wait();
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  }
  const Outcome verified = logitbench({"data", "verify"}, one.path());
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;

  fs::resize_file(one.path() / "data/mnist/t10k-labels-idx1-ubyte", 10'007);
  const Outcome damaged = logitbench({"data", "verify", "mnist37"}, one.path());
  EXPECT_EQ(damaged.exit_code, static_cast<int>(ExitCode::data_unusable));
  EXPECT_NE(damaged.out.find("t10k-labels-idx1-ubyte has 10007 bytes, expected 10008"),
            std::string::npos)
      << damaged.out;
}

}  // namespace
}  // namespace logitbench::end_to_end
