#include "core/config/slurm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/config/testing/config_folder.h"

namespace logitbench {
namespace {

using testing::HasSubstr;

SlurmSettings read(const std::string& yaml) { return read_section(yaml, read_slurm); }

std::string refusal(const std::string& yaml) {
  return config_error([&] { read(yaml); });
}

TEST(Slurm, AsksForNothingUnasked) {
  const SlurmSettings settings = read_slurm(nullptr);
  EXPECT_FALSE(settings.partition || settings.time || settings.mem || settings.cpus ||
               settings.array_limit || settings.shards);
  EXPECT_TRUE(settings.extra.empty());
}

TEST(Slurm, TakesWhatSbatchTakes) {
  const SlurmSettings settings = read(
      "partition: main\ntime: 1-02:30:00\nmem: 4000\ncpus: 4\narray_limit: 8\nshards: 12\n"
      "extra: [--account=lab, --exclusive]\n");
  EXPECT_EQ(settings.partition, "main");
  EXPECT_EQ(settings.time, "1-02:30:00");
  EXPECT_EQ(settings.mem, "4000");
  EXPECT_EQ(settings.cpus, 4U);
  EXPECT_EQ(settings.array_limit, 8U);
  EXPECT_EQ(settings.shards, 12U);
  EXPECT_EQ(settings.extra, (std::vector<std::string>{"--account=lab", "--exclusive"}));
  EXPECT_EQ(read("time: 02:30:00").time, "02:30:00");
}

TEST(Slurm, RefusesWhatWouldBreakTheScript) {
  EXPECT_THAT(refusal("partition: a b"), HasSubstr("c.yaml:1:12"));
  EXPECT_THAT(refusal("time: \"1\\n2\""), HasSubstr("slurm.time"));
  EXPECT_THAT(refusal("mem: ''"), HasSubstr("slurm.mem"));
  EXPECT_THAT(refusal("extra: [account]"), HasSubstr("--account=lab"));
  EXPECT_THAT(refusal("extra: [\"--a\\nrm\"]"), HasSubstr("each in a line"));
  EXPECT_THAT(refusal("shards: 0"), HasSubstr("slurm.shards"));
  EXPECT_THAT(refusal("partitoin: a"), HasSubstr("partition"));
}

}  // namespace
}  // namespace logitbench
