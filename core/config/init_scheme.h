// The words of model.init.scheme.
#pragma once

#include <string_view>

#include <logitbench/value.h>

#include "core/config/experiment.h"

namespace logitbench {

struct InitWord {
  std::string_view word;
  InitScheme scheme;
  std::string_view spread;  // the parameter that says how wide it draws; the others' is not used
};

inline constexpr InitWord kInitWords[] = {{"normal", InitScheme::normal, "std"},
                                          {"uniform", InitScheme::uniform, "scale"},
                                          {"glorot_uniform", InitScheme::glorot_uniform, "scale"},
                                          {"kaiming_uniform", InitScheme::kaiming_uniform, "scale"},
                                          {"zeros", InitScheme::zeros, ""}};

// Of a validated `model.init`.
inline const InitWord& init_word(const Map& init) {
  const std::string& scheme = init.text("scheme");
  for (const InitWord& entry : kInitWords)
    if (entry.word == scheme) return entry;
  return kInitWords[0];
}

}  // namespace logitbench
