#include "core/record/epoch_line.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "core/record/journal_events.h"

namespace logitbench {
namespace {

bool same_bits(double a, double b) {
  return std::isnan(a) ? std::isnan(b) : std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

void expect_read_back(uint64_t attempt, const EpochRecord& record) {
  const std::string text = epoch_json(attempt, record);
  const auto line = read_epoch_line(text);
  ASSERT_TRUE(line) << text;
  EXPECT_EQ(line->attempt, attempt);
  EXPECT_EQ(line->record.epoch, record.epoch);
  EXPECT_EQ(line->record.step, record.step);
  EXPECT_TRUE(same_bits(line->record.wall_s, record.wall_s)) << text;
  ASSERT_EQ(line->record.values.size(), record.values.size()) << text;
  for (size_t i = 0; i < record.values.size(); ++i) {
    EXPECT_EQ(line->record.values[i].split, record.values[i].split);
    EXPECT_EQ(line->record.values[i].metric, record.values[i].metric);
    EXPECT_TRUE(same_bits(line->record.values[i].value, record.values[i].value)) << text;
  }
}

// Else going on would be slow: nothing else would tell.
TEST(EpochLine, WhatIsWrittenIsReadHereBitForBit) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    EpochRecord record{random() >> (random() % 64), random() >> (random() % 64), {}};
    record.wall_s = std::bit_cast<double>(random());
    for (size_t n = random() % 4; n > 0; --n)  // any bits: subnormals, infinities and NaN too
      record.values.push_back({"valid", "loss", std::bit_cast<double>(random())});
    expect_read_back(random() >> (random() % 64), record);
  }
  constexpr double kMost = std::numeric_limits<double>::max();
  constexpr double kInf = std::numeric_limits<double>::infinity();
  for (const double value : {0.0, -0.0, 1.0, -3.0, 0.1, 1e300, 1e-300, kMost, -kMost, kInf, -kInf,
                             std::nan(""), std::numeric_limits<double>::denorm_min()})
    expect_read_back(0, {1, 2, {{"train", "loss", value}, {"valid", "accuracy", value}}});
  expect_read_back(3, {0, 0, {}});
}

TEST(EpochLine, AnyOtherTextIsLeftToTheGeneralReader) {
  const std::string written = epoch_json(3, {1, 2, {{"valid", "loss", 0.5}, {"test", "nll", 1}}});
  ASSERT_TRUE(read_epoch_line(written));
  for (size_t length = 0; length < written.size(); ++length)
    EXPECT_FALSE(read_epoch_line(written.substr(0, length))) << length;
  EXPECT_FALSE(read_epoch_line(written + "}"));
  for (const char* other : {
           R"({"event":"run_started","attempt":3,"run_id":"a","at_us":1})",
           R"({"event":"epoch","attempt":3,"epoch":1,"step":2,"values":[["valid","loss",nan]]})",
           R"({"event":"epoch","attempt":3,"epoch":1,"step":2,"values":[["valid","loss",-inf]]})",
           R"({"event":"epoch","attempt":3,"epoch":1,"step":2,"values":[["valid","loss","0.5"]]})",
           R"({"event":"epoch","attempt":3,"epoch":1,"step":2,"values":[["valid","loss",1e999]]})",
           R"({"event":"epoch","attempt":3,"epoch":1,"step":2,"values":[["va\"lid","loss",1]]})",
           R"({"event":"epoch","attempt":3,"epoch":-1,"step":2,"values":[]})",
           R"({"event":"epoch","attempt":3,"epoch":1,"step":2,"values":[],"more":1})",
       })
    EXPECT_FALSE(read_epoch_line(other)) << other;
}

TEST(EpochLine, OfAnOlderJournalHasNoTime) {
  const auto line =
      read_epoch_line(R"({"event":"epoch","attempt":3,"epoch":1,"step":2,"values":[]})");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->record.wall_s, 0);
}

// The same event in another order of keys and with spaces is an epoch all the same.
TEST(EpochLine, AnotherWayOfWritingIsReadByTheGeneralReader) {
  const std::string text =
      R"({"attempt": 3, "event": "epoch", "step": 2, "epoch": 1, "values": [["test", "nll", 5]]})";
  EXPECT_FALSE(read_epoch_line(text));
  const JournalEvent event = parse_event(text);
  const auto& record = std::get<EpochRecord>(event.what);
  EXPECT_EQ(event.attempt, 3U);
  EXPECT_EQ(record.epoch, 1U);
  EXPECT_EQ(record.values.at(0).value, 5);
}

}  // namespace
}  // namespace logitbench
