#include "core/sweep/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/config/config_error.h"

namespace logitbench {

Settings::Settings(Sweep& sweep, Conditions& conditions, uint64_t seed)
    : sweep_(sweep), conditions_(conditions), value_of_(sweep.keys.size()) {
  for (SweptKey& key : sweep.keys) {
    draws_.emplace_back(seed, key.key);
    if (key.range) key.values.reserve(key.values.size() + sweep.count);
  }
}

std::optional<double> Settings::most() const {
  double grid = 1, crossed = 1;
  size_t pairs = 1;
  for (const SweptKey& key : sweep_.keys) {
    if (key.varied == 0) continue;
    const bool varies = key.crossed || sweep_.method == SweepMethod::grid;
    if (varies && !key.when.empty()) return std::nullopt;
    const auto values = static_cast<double>(key.varied);
    (key.crossed ? crossed : grid) *= values;
    if (!key.crossed) pairs = key.varied;
  }
  double settings = grid;
  if (sweep_.method == SweepMethod::random) settings = static_cast<double>(sweep_.count);
  if (sweep_.method == SweepMethod::zip) settings = static_cast<double>(pairs);
  if (sweep_.method == SweepMethod::list) settings = static_cast<double>(sweep_.cases.size());
  return (settings + static_cast<double>(sweep_.include.size())) * crossed;
}

// Every combination of the keys from `depth` on: crossed ones take each of their values, and so do
// all in a grid; the others are bound.
bool Settings::combine(size_t depth, Setting& setting, const Bind& bind, bool crossed_alone,
                       const SettingOrigin& origin, const Take& take) {
  const std::vector<size_t>& order = conditions_.order();
  if (depth == order.size()) return take(setting, origin);
  const size_t key = order[depth];
  const SweptKey& swept = sweep_.keys[key];
  const bool varies = swept.varied > 0 && (swept.crossed || !crossed_alone);
  // A case says itself what it sets.
  const bool is_set = (origin.listed != nullptr && !varies) || conditions_.hold(key, setting);
  bool any = false;
  if (is_set && varies) {
    for (size_t value = 0; value < swept.varied; ++value) {
      setting[key] = static_cast<int32_t>(value);
      any |= combine(depth + 1, setting, bind, crossed_alone, origin, take);
    }
  } else {
    setting[key] = is_set ? bind(key) : kNotSet;
    any = combine(depth + 1, setting, bind, crossed_alone, origin, take);
  }
  setting[key] = kNotSet;
  return any;
}

void Settings::each(const Take& take) {
  Setting setting(sweep_.keys.size(), kNotSet);
  const auto not_set = [](size_t) { return kNotSet; };
  switch (sweep_.method) {
    case SweepMethod::grid:
      combine(0, setting, not_set, false, {}, take);
      break;
    case SweepMethod::random:
      each_draw(take);
      break;
    case SweepMethod::zip: {
      size_t pairs = 1;
      for (const SweptKey& key : sweep_.keys)
        if (key.varied > 0 && !key.crossed) pairs = key.varied;
      for (size_t i = 0; i < pairs; ++i) {
        const auto paired = [&](size_t key) {
          return i < sweep_.keys[key].varied ? static_cast<int32_t>(i) : kNotSet;
        };
        combine(0, setting, paired, true, {}, take);
      }
      break;
    }
    case SweepMethod::list:
      each_case(sweep_.cases, false, take);
      break;
  }
  each_case(sweep_.include, true, take);
}

void Settings::each_case(const std::vector<SweepCase>& cases, bool included, const Take& take) {
  Setting setting(sweep_.keys.size(), kNotSet), cells = setting;
  for (const SweepCase& one : cases) {
    for (const auto& [key, value] : one.cells) cells[key] = static_cast<int32_t>(value);
    combine(
        0, setting, [&](size_t key) { return cells[key]; }, true, {&one, included, false}, take);
    for (const auto& [key, value] : one.cells) cells[key] = kNotSet;
  }
}

// Draws that give no new run (seen before, or excluded) are passed over, so that a larger count
// keeps the first runs. In a space of N equal settings the last one is missed by 32 N draws once in
// e^32.
void Settings::each_draw(const Take& take) {
  constexpr uint64_t kDrawsForEach = 32, kFewest = 1000;
  Setting setting(sweep_.keys.size(), kNotSet);
  uint64_t found = 0, last_new = 0;
  for (uint64_t draw = 0; found < sweep_.count; ++draw) {
    const auto bind = [&](size_t key) { return drawn(key, draw); };
    if (combine(0, setting, bind, true, {nullptr, false, true}, take)) {
      ++found;
      last_new = draw;
    } else if (draw - last_new > kFewest + kDrawsForEach * found) {
      fail(sweep_.count_at,
           fmt::format("sweep.count: found {}, but {} draws give {} different {} only, expected at "
                       "most that; method grid has them all",
                       sweep_.count, draw + 1, found, found == 1 ? "setting" : "settings"));
    }
  }
}

int32_t Settings::drawn(size_t key, uint64_t draw) {
  SweptKey& swept = sweep_.keys[key];
  if (!swept.range)
    return swept.varied == 0 ? kNotSet
                             : static_cast<int32_t>(draws_[key].index(draw, swept.varied));
  ConfigNode value = scalar_node(draws_[key].number(draw, *swept.range), swept.at);
  const auto next = static_cast<int32_t>(swept.values.size());
  if (swept.range->distribution == Distribution::integer) {  // the others hardly ever come twice
    const auto [found, is_new] = value_of_[key].try_emplace(value.text, next);
    if (!is_new) return found->second;
  }
  swept.values.push_back(std::move(value));
  return next;
}

}  // namespace logitbench
