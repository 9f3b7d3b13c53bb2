#include "core/record/machine.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

TEST(Machine, ReadsTheCpusName) {
  EXPECT_EQ(
      cpu_model("processor\t: 0\nmodel\t\t: 85\nmodel name\t: A CPU @ 2 GHz\nmodel name\t: B\n"),
      "A CPU @ 2 GHz");
  EXPECT_EQ(cpu_model("processor\t: 0\n"), "unknown");
  EXPECT_EQ(cpu_model("model name\t:"), "unknown");
  EXPECT_EQ(cpu_model(""), "unknown");
}

TEST(Machine, ReadsTheSystemsName) {
  EXPECT_EQ(os_name("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"),
            "Debian GNU/Linux 12 (bookworm)");
  EXPECT_EQ(os_name("PRETTY_NAME=\"\"\n"), "unknown");
}

TEST(Machine, ThisOneHasACoreAndMemory) {
  const Machine machine = this_machine();
  EXPECT_GE(machine.cores, 1u);
  EXPECT_GE(machine.memory_bytes, uint64_t{1} << 26);
  EXPECT_TRUE(machine.kernel.starts_with("Linux ")) << machine.kernel;
}

}  // namespace
}  // namespace logitbench
