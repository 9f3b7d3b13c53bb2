// For tests of kernels that are compiled for several instruction sets.
#pragma once

#include <gtest/gtest.h>

#include <hwy/targets.h>
#include <cstdint>

namespace logitbench::testing {

// Runs `body` once for each instruction set that this machine has, as if it had no better one.
template <class Body>
void on_every_instruction_set(const Body& body) {
  size_t tried = 0;
  for (int64_t rest = hwy::SupportedTargets(); rest != 0; rest &= rest - 1) {
    const int64_t target = rest & -rest;
    SCOPED_TRACE(hwy::TargetName(target));
    // With all that are below it: a kernel that is not compiled for it takes the next.
    hwy::SetSupportedTargetsForTest(rest);
    body();
    hwy::SetSupportedTargetsForTest(0);
    ++tried;
  }
  EXPECT_GT(tried, 0u);
}

}  // namespace logitbench::testing
