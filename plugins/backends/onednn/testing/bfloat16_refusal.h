// For tests: what bf16 does where the processor has none of it.
#pragma once

#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <cstdlib>
#include <string>

namespace logitbench::onednn {

// Whether `attempt`, which needs bfloat16, was refused. A refusal must be for a reason and say what
// is missing: a test that sees one has nothing more to check.
template <class Attempt>
bool is_refused_without_bfloat16(const Attempt& attempt) {
  try {
    attempt();
    return false;
  } catch (const ConfigError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("dtype bf16 needs AVX-512 with bfloat16 (AVX512_BF16) or AMX"),
              std::string::npos)
        << message;
    EXPECT_TRUE(std::getenv("ONEDNN_MAX_CPU_ISA") || !__builtin_cpu_supports("avx512bf16"))
        << "this processor has it, and nobody forbade it: " << message;
    return true;
  }
}

}  // namespace logitbench::onednn
