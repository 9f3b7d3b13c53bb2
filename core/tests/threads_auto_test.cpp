// `threads: auto`, through the real program: what it came to stands in the manifest, and means the
// same as that number in the config.
#include <gtest/gtest.h>
#include <sched.h>

#include <nlohmann/json.hpp>

#include "core/tests/program.h"
#include "core/train/threads.h"

namespace logitbench::end_to_end {
namespace {

// While it lives, this thread and what it starts run on at most so many of the cores.
class FewCores {
 public:
  explicit FewCores(int most) {
    CPU_ZERO(&before_);
    sched_getaffinity(0, sizeof before_, &before_);
    cpu_set_t few;
    CPU_ZERO(&few);
    for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&few) < most; ++cpu)
      if (CPU_ISSET(cpu, &before_)) CPU_SET(cpu, &few);
    sched_setaffinity(0, sizeof few, &few);
  }
  ~FewCores() { sched_setaffinity(0, sizeof before_, &before_); }
  FewCores(const FewCores&) = delete;
  FewCores& operator=(const FewCores&) = delete;

 private:
  cpu_set_t before_;
};

constexpr const char* kConfig = R"(
dataset: {name: spiral, samples: 100, classes: 3, validation: train}
model: {name: mlp, hidden: [256, 256]}
loss: cross_entropy
train: {epochs: 1, batch_size: 300}
)";

class ThreadsAuto : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { write_file(scratch_ / "c.yaml", kConfig); }

  // The folder of results.
  fs::path run(const std::string& name, const std::vector<std::string>& more) {
    std::vector<std::string> words{"run", "c.yaml", "--out", name,
                                   std::string("backend.name=") + GetParam()};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = logitbench(words, scratch_.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    return scratch_ / name;
  }

  static size_t threads_of(const fs::path& results) {
    const auto manifest = nlohmann::json::parse(read_file(results / "manifest.json"));
    return manifest.at("runs").at(0).at("made_of").at("threads");
  }

  // Without the runs' ids, in which a config that says a number differs from one that does not.
  static std::vector<CsvRow> curves_of(const fs::path& results) {
    std::vector<CsvRow> rows = read_csv(results / "curves.csv");
    EXPECT_FALSE(rows.empty());
    for (CsvRow& row : rows) row.erase("run_id");
    return rows;
  }

  const Scratch scratch_;
};

INSTANTIATE_TEST_SUITE_P(Backends, ThreadsAuto, testing::Values("native", "onednn", "reference"),
                         [](const auto& backend) { return std::string(backend.param); });

TEST_P(ThreadsAuto, TakesTheCoresThatThereAreForALargeNetwork) {
  for (const int cores : {1, 2}) {
    const FewCores few(cores);
    const fs::path results = run("on" + std::to_string(cores), {});
    EXPECT_EQ(threads_of(results), usable_cores());
    const std::string number = std::to_string(usable_cores());
    EXPECT_EQ(curves_of(results), curves_of(run("said" + number, {"backend.threads=" + number})));
  }
}

TEST_P(ThreadsAuto, TakesOneForASmallNetwork) {
  EXPECT_EQ(threads_of(run("small", {"model.hidden=[4]", "train.batch_size=30"})), 1U);
}

TEST_P(ThreadsAuto, LeavesANumberAsItIs) {
  EXPECT_EQ(threads_of(run("three", {"model.hidden=[4]", "backend.threads=3"})), 3U);
}

}  // namespace
}  // namespace logitbench::end_to_end
