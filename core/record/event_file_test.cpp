#include "core/record/event_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

namespace logitbench {
namespace {

// The messages themselves are read by another reader in core/tests/export_test.cpp.
std::vector<std::string> records(std::string_view bytes) {
  std::vector<std::string> found;
  while (bytes.size() >= 16) {
    uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    if (bytes.size() < 16 + length) break;
    found.emplace_back(bytes.substr(12, length));
    bytes.remove_prefix(16 + length);
  }
  EXPECT_TRUE(bytes.empty()) << "nothing is left over";
  return found;
}

TEST(EventFile, BeginsWithTheVersionAsTensorBoardWritesIt) {
  // The first record of any event file but for its time: 24 bytes, wall_time, file_version.
  const std::string bytes = EventFile(0.0).bytes();
  const std::string event(
      "\x09\0\0\0\0\0\0\0\0\x1a\x0d"
      "brain.Event:2",
      24);
  EXPECT_EQ(bytes.substr(0, 8), std::string("\x18\0\0\0\0\0\0\0", 8));
  EXPECT_EQ(bytes.substr(8, 4), "\xa3\x7f\x4b\x22") << "the checksum of a length of 24";
  EXPECT_EQ(bytes.substr(12, 24), event);
  EXPECT_EQ(bytes.size(), 8u + 4 + 24 + 4);
}

TEST(EventFile, HasARecordForEachCall) {
  EventFile file(1.0);
  file.session({{"loss", "focal"}, {"optimizer.lr", "0.1"}}, "loss=focal", 1.0);
  file.epoch({0, 0, {{"valid", "loss", 0.5}}}, 2.0);
  file.epoch({1, 7, {{"train", "loss", 0.25}, {"valid", "loss", 0.125}}}, 3.0);
  file.end(RunStatus::completed, 4.0);
  const std::vector<std::string> found = records(file.bytes());
  ASSERT_EQ(found.size(), 5u);
  EXPECT_THAT(found[1], testing::HasSubstr("_hparams_/session_start_info"));
  EXPECT_THAT(found[3], testing::HasSubstr("train/loss"));
  EXPECT_THAT(found[3], testing::HasSubstr(std::string("\x10\x07"))) << "the step";
}

}  // namespace
}  // namespace logitbench
