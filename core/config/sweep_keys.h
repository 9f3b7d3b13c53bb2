// The keys of the section `sweep`, and which methods take them.
#pragma once

#include <string_view>

namespace logitbench {

enum class SweepMethod { grid, random, zip, list };
inline constexpr std::string_view kSweepMethods[] = {"grid", "random", "zip", "list"};

struct SweepKeyInfo {
  std::string_view name;
  std::string_view methods;  // those that take it, for messages; empty: all
};
inline constexpr SweepKeyInfo kSweepKeys[] = {
    {"method", ""},      {"repeats", ""},    {"parameters", "grid, random, zip"},
    {"count", "random"}, {"seed", "random"}, {"cases", "list"},
    {"include", ""},     {"exclude", ""}};

}  // namespace logitbench
