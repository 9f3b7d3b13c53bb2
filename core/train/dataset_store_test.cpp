#include "core/train/dataset_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "core/random/streams.h"

namespace logitbench {
namespace {

// Datasets that count how often they are loaded; `draws` takes a number from the run's streams.
class DatasetStoreTest : public testing::Test {
 protected:
  DatasetPlugin plugin(const std::string& name, bool draws = false) {
    DatasetPlugin plugin;
    plugin.name = name;
    plugin.load = [this, draws](const Map&, DatasetContext& context) {
      ++loads;
      double drawn[1];
      if (draws) context.random.stream(Generator::counter).uniform(drawn, 0, 1);
      Dataset dataset;
      dataset.classes = 1;
      dataset.train = {{{1, 1, 1}, 1, std::vector<double>{0.5}}, {{0}, {}}};
      return dataset;
    };
    return plugin;
  }
  std::shared_ptr<const Dataset> load(const DatasetPlugin& of) {
    SeededStreams streams(0);
    return store.load(of, config, streams);
  }
  std::atomic<int> loads = 0;
  RunConfig config;
  DatasetStore store{[](const DataSource&, const auto&) { return std::filesystem::path(); }};
};

TEST_F(DatasetStoreTest, loads_once_for_runs_one_after_another) {
  const DatasetPlugin a = plugin("a");
  const Dataset* first = load(a).get();
  EXPECT_EQ(load(a).get(), first);
  EXPECT_EQ(loads, 1);
}

TEST_F(DatasetStoreTest, keeps_as_many_as_it_is_told) {
  const DatasetPlugin a = plugin("a"), b = plugin("b");
  for (int i = 0; i < 3; ++i) load(a), load(b);
  EXPECT_EQ(loads, 6);
  store.keep(2);
  loads = 0;
  for (int i = 0; i < 3; ++i) load(a), load(b);
  EXPECT_LE(loads, 2);
}

TEST_F(DatasetStoreTest, what_a_run_holds_is_not_loaded_again) {
  const DatasetPlugin a = plugin("a"), b = plugin("b"), c = plugin("c");
  const std::shared_ptr<const Dataset> held = load(a);
  load(b);
  load(c);
  EXPECT_EQ(load(a), held);
  EXPECT_EQ(loads, 3);
}

TEST_F(DatasetStoreTest, what_is_drawn_from_a_runs_streams_is_its_own) {
  const DatasetPlugin drawn = plugin("drawn", true);
  const auto first = load(drawn);
  EXPECT_NE(load(drawn), first);
  EXPECT_EQ(loads, 2);
}

TEST_F(DatasetStoreTest, runs_at_once_wait_for_the_one_that_loads) {
  const DatasetPlugin a = plugin("a");
  std::vector<std::shared_ptr<const Dataset>> loaded(8);
  std::vector<std::thread> threads;
  for (auto& mine : loaded) threads.emplace_back([&] { mine = load(a); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(loads, 1);
  for (const auto& mine : loaded) EXPECT_EQ(mine, loaded.front());
}

TEST_F(DatasetStoreTest, one_that_cannot_be_loaded_is_tried_again) {
  DatasetPlugin bad = plugin("bad");
  bad.load = [this](const Map&, DatasetContext&) -> Dataset {
    ++loads;
    throw std::runtime_error("not there");
  };
  EXPECT_THROW(load(bad), std::runtime_error);
  EXPECT_THROW(load(bad), std::runtime_error);
  EXPECT_EQ(loads, 2);
}

}  // namespace
}  // namespace logitbench
