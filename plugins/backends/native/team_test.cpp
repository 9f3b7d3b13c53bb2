// The team of the native backend, as a network hands it out.
#include <gtest/gtest.h>
#include <logitbench/network.h>

#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>
#include <vector>

#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

class Team {
 public:
  explicit Team(size_t threads) {
    network_ = testing::compile("native", "f32", {{1, 1, 2}, {}}, {1, threads});
  }
  size_t threads() const { return network_->parallel().threads(); }
  template <class Body>
  void over(size_t count, size_t grain, Body&& body) {
    network_->parallel().over(count, grain, body);
  }

 private:
  std::unique_ptr<Network> network_;
};

TEST(Team, CoversEachItemOnceWhateverTheGrain) {
  for (size_t threads : {1, 2, 3, 7}) {
    Team team(threads);
    EXPECT_EQ(team.threads(), threads);
    for (size_t count : {0, 1, 2, 3, 7, 100})
      for (size_t grain : {1, 2, 60, 1000}) {
        std::vector<int> seen(count, 0);
        team.over(count, grain, [&](size_t first, size_t last) {
          for (size_t i = first; i < last; ++i) ++seen[i];
        });
        EXPECT_EQ(seen, std::vector<int>(count, 1));
      }
  }
}

// What one loop wrote, on whatever thread, the next one sees.
TEST(Team, LoopsFollowEachOther) {
  Team team(3);
  std::vector<uint64_t> values(1000);
  for (uint64_t loop = 1; loop <= 20000; ++loop)
    team.over(values.size(), 1, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) values[i] += loop;
    });
  EXPECT_EQ(values, std::vector<uint64_t>(1000, 20000ull * 20001 / 2));
}

// Longer than workers stay without work, so that they leave and are called again.
TEST(Team, WorksAfterPauses) {
  Team team(2);
  int sum = 0;
  for (int loop = 0; loop < 20; ++loop) {
    std::vector<int> items(2);
    team.over(2, 1, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) items[i] = 1;
    });
    sum += std::accumulate(items.begin(), items.end(), 0);
    std::this_thread::sleep_for(std::chrono::microseconds(loop * 40));
  }
  EXPECT_EQ(sum, 40);
}

TEST(Team, MayBeMadeAndDroppedAtOnce) {
  for (int i = 0; i < 200; ++i) {
    Team team(4);
    if (i % 2 == 0) continue;
    std::atomic<size_t> items = 0;
    team.over(8, 1, [&](size_t first, size_t last) { items += last - first; });
    EXPECT_EQ(items, 8u);
  }
}

// A worker that serves one team cannot come to another: nobody waits for it.
TEST(Team, MayBeDroppedWhileAnotherIsAtWork) {
  std::atomic<bool> enough = false;
  std::thread busy([&] {
    Team team(2);
    while (!enough) team.over(2, 1, [](size_t, size_t) {});
  });
  for (int i = 0; i < 50; ++i) {
    Team team(3);
    std::atomic<size_t> items = 0;
    team.over(6, 1, [&](size_t first, size_t last) { items += last - first; });
    EXPECT_EQ(items, 6u);
  }
  enough = true;
  busy.join();
}

TEST(Team, SeveralMayTakeTurns) {
  Team one(2), other(3);
  size_t sum = 0;
  for (int i = 0; i < 1000; ++i)
    for (Team* team : {&one, &other}) {
      std::vector<size_t> items(6);
      team->over(6, 1, [&](size_t first, size_t last) {
        for (size_t k = first; k < last; ++k) items[k] = k;
      });
      sum += std::accumulate(items.begin(), items.end(), size_t{0});
    }
  EXPECT_EQ(sum, 1000u * 2 * 15);
}

}  // namespace
}  // namespace logitbench
