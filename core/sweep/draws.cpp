#include "core/sweep/draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/data/sha256.h"
#include "core/random/philox_stream.h"

namespace logitbench {

namespace {

// The high half of a 128-bit product: bits, spread evenly over 0 ... range - 1.
uint64_t scaled(uint64_t bits, uint64_t range) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>(static_cast<Wide>(bits) * range >> 64);
}

std::string integer_text(uint64_t bits, const DrawRange& range) {
  const auto low = static_cast<uint64_t>(range.integer_min);
  const uint64_t count = static_cast<uint64_t>(range.integer_max) - low + 1;  // 0: all of 64 bits
  return fmt::format("{}", static_cast<int64_t>(low + (count == 0 ? bits : scaled(bits, count))));
}

// Digits that tell a millionth of the range.
int significant_digits(const DrawRange& range) {
  constexpr int kDigits = 6, kMostDigits = 17;
  const double largest = std::max(std::abs(range.min), std::abs(range.max));
  const double width = range.max - range.min;
  if (!(width > 0)) return kMostDigits;
  if (!std::isfinite(width)) return kDigits;
  return std::clamp(kDigits + static_cast<int>(std::floor(std::log10(largest / width))), kDigits,
                    kMostDigits);
}

}  // namespace

Draws::Draws(uint64_t seed, std::string_view key) : seed_(seed), key_(0) {
  const std::string hash = sha256_hex(key);
  std::from_chars(hash.data(), hash.data() + 16, key_, 16);
}

uint64_t Draws::bits(uint64_t draw) const {
  const auto low = [](uint64_t x) { return static_cast<uint32_t>(x); };
  const auto high = [](uint64_t x) { return static_cast<uint32_t>(x >> 32); };
  const auto words =
      philox4x32_10({low(draw), high(draw), low(key_), high(key_)}, {low(seed_), high(seed_)});
  return uint64_t{words[0]} << 32 | words[1];
}

size_t Draws::index(uint64_t draw, size_t choices) const { return scaled(bits(draw), choices); }

std::string Draws::number(uint64_t draw, const DrawRange& range) const {
  if (range.distribution == Distribution::integer) return integer_text(bits(draw), range);
  const double unit = static_cast<double>(bits(draw) >> 11) * 0x1p-53;
  double value;
  if (range.distribution == Distribution::log_uniform) {
    const double low = std::log(range.min);
    value = std::exp(low + (std::log(range.max) - low) * unit);
  } else {
    value = range.min * (1 - unit) + range.max * unit;  // no difference, which could overflow
  }
  const std::string rounded = fmt::format("{:.{}g}", value, significant_digits(range));
  std::from_chars(rounded.data(), rounded.data() + rounded.size(), value);
  return fmt::format("{}", std::clamp(value, range.min, range.max));
}

}  // namespace logitbench
