#include "core/random/torch_stream.h"

#include <cmath>
#include <numbers>
#include <numeric>

namespace logitbench {

namespace {

constexpr size_t kBlock = 16;  // PyTorch fills 16 normals at a time, cosines first, sines after

void box_muller_block(std::span<double, kBlock> x) {
  constexpr size_t half = kBlock / 2;
  for (size_t j = 0; j < half; ++j) {
    // In float, as PyTorch does: the rounding of the angle shows in the result.
    const float radius = std::sqrt(-2.0F * std::log(1.0F - static_cast<float>(x[j])));
    const float angle = 2.0F * std::numbers::pi_v<float> * static_cast<float>(x[j + half]);
    x[j] = radius * std::cos(angle);
    x[j + half] = radius * std::sin(angle);
  }
}

}  // namespace

uint64_t TorchStream::word_pair() {
  const uint64_t high = words_();
  return high << 32 | words_();
}

float TorchStream::unit_float() { return static_cast<float>(words_() & 0xffffff) * 0x1p-24F; }

void TorchStream::normal_blocks(std::span<double> out) {
  for (double& value : out) value = unit_float();
  size_t first = 0;
  for (; first + kBlock <= out.size(); first += kBlock)
    box_muller_block(out.subspan(first).first<kBlock>());
  if (first == out.size()) return;
  const auto last_block = out.last<kBlock>();  // overlaps what is done, and is drawn anew
  for (double& value : last_block) value = unit_float();
  box_muller_block(last_block);
}

void TorchStream::normal(std::span<double> out) {
  if (out.size() >= kBlock) return normal_blocks(out);
  for (double& value : out) {
    if (has_kept_) {
      has_kept_ = false;
      value = static_cast<float>(kept_);
      continue;
    }
    const auto unit = [&] {
      return static_cast<double>(word_pair() & ((1ULL << 53) - 1)) * 0x1p-53;
    };
    const double angle = 2.0 * std::numbers::pi * unit();
    const double radius = std::sqrt(-2.0 * std::log1p(-unit()));
    kept_ = radius * std::sin(angle);
    has_kept_ = true;
    value = static_cast<float>(radius * std::cos(angle));
  }
}

void TorchStream::uniform(std::span<double> out, double low, double high) {
  const float from = static_cast<float>(low), width = static_cast<float>(high) - from;
  for (double& value : out) value = unit_float() * width + from;
}

std::vector<uint32_t> TorchStream::randperm(size_t n) {
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (size_t i = 0; i + 1 < n; ++i) std::swap(order[i], order[i + words_() % (n - i)]);
  return order;
}

std::vector<uint32_t> TorchStream::permutation(size_t n) {
  unshuffled_pass();
  const uint64_t seed = word_pair() & ((1ULL << 63) - 1);
  return TorchStream(seed).randperm(n);
}

}  // namespace logitbench
