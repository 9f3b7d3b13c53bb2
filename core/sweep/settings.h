// All settings of a sweep, by its method.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/sweep/conditions.h"
#include "core/sweep/draws.h"
#include "core/sweep/sweep_section.h"

namespace logitbench {

// Where a setting comes from. Null: from the parameters' lists.
struct SettingOrigin {
  const SweepCase* listed = nullptr;
  bool included = false;  // nothing excludes it
  bool drawn = false;
};

class Settings {
 public:
  // Takes a setting; whether it made a run that was not there yet.
  using Take = std::function<bool(const Setting&, const SettingOrigin&)>;

  // The sweep must outlive this; drawn values are added to its keys. `seed`: of the draws.
  Settings(Sweep& sweep, Conditions& conditions, uint64_t seed);

  // How many there are at most, if that is known beforehand: not where keys of a grid
  // have conditions. A double: a grid may have more than fit.
  std::optional<double> most() const;

  // The first key varies slowest, but each after those that its conditions look at; then what is
  // included. Throws ConfigError where a random sweep has fewer settings than it should have.
  void each(const Take& take);

 private:
  // Gives the key its value in this setting; kNotSet is one.
  using Bind = std::function<int32_t(size_t key)>;

  bool combine(size_t depth, Setting& setting, const Bind& bind, bool crossed_alone,
               const SettingOrigin& origin, const Take& take);
  void each_draw(const Take& take);
  void each_case(const std::vector<SweepCase>& cases, bool included, const Take& take);
  int32_t drawn(size_t key, uint64_t draw);

  Sweep& sweep_;
  Conditions& conditions_;
  std::vector<Draws> draws_;  // of each key
  std::vector<std::unordered_map<std::string, int32_t>>
      value_of_;  // of each key: drawn text -> its index
};

}  // namespace logitbench
