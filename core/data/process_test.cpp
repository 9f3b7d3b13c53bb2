#include "core/data/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <logitbench/error.h>

namespace logitbench {
namespace {

using std::chrono::seconds;

ProcessResult run(const std::vector<std::string>& argv, std::string& output,
                  std::chrono::milliseconds timeout = seconds(60)) {
  return run_process(argv, "/", timeout, [&](std::string_view piece) { output += piece; });
}

TEST(Process, GivesOutputErrorsAndExitCode) {
  std::string output;
  const ProcessResult result = run({"sh", "-c", "pwd; echo wrong >&2; exit 3"}, output);
  EXPECT_EQ(output, "/\n");
  EXPECT_EQ(result.errors, "wrong\n");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_FALSE(result.timed_out);
}

TEST(Process, AddsToTheEnvironmentAndKeepsTheRest) {
  std::string output;
  run_process({"sh", "-c", "echo $ADDED; test -n \"$PATH\" && echo kept"}, "/", seconds(60),
              [&](std::string_view piece) { output += piece; }, {"ADDED=here"});
  EXPECT_EQ(output, "here\nkept\n");
}

TEST(Process, NoShellReadsTheWords) {
  std::string output;
  run({"echo", "$HOME; echo *"}, output);
  EXPECT_EQ(output, "$HOME; echo *\n");
}

TEST(Process, SaysWhatIsNotInstalled) {
  std::string output;
  try {
    run({"logitbench-no-such-program"}, output);
    FAIL() << "it was started";
  } catch (const DataError& error) {
    EXPECT_STREQ(error.what(), "logitbench-no-such-program is not installed");
  }
}

TEST(Process, StopsAProgramThatHangs) {
  std::string output;
  const auto start = std::chrono::steady_clock::now();
  const ProcessResult result = run({"sleep", "600"}, output, std::chrono::milliseconds(100));
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.exit_code, 128 + 9);
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds(60));
}

TEST(Process, StopsAProgramWhoseOutputIsRefused) {
  EXPECT_THROW(
      run_process({"yes"}, "/", seconds(60), [](std::string_view) { throw DataError("enough"); }),
      DataError);
}

TEST(Process, KeepsTheEndOfLongErrors) {
  std::string output;
  const ProcessResult result = run(
      {"sh", "-c", "i=0; while [ $i -lt 1000 ]; do echo line $i >&2; i=$((i+1)); done"}, output);
  EXPECT_LE(result.errors.size(), 1000u);
  EXPECT_THAT(result.errors, ::testing::EndsWith("line 999\n"));
}

}  // namespace
}  // namespace logitbench
