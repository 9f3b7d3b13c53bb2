// What `logitbench check` says about an experiment or about its results: plain data, made by the
// diagnoses, printed by the tools.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace logitbench {

// In order of weight. A finding of severity error or warning makes `check` exit with 3; info never.
enum class Severity { error, warning, info };

inline const char* to_text(Severity severity) {
  constexpr const char* names[] = {"error", "warning", "info"};
  return names[static_cast<int>(severity)];
}

struct Finding {
  std::string code;  // snake_case, stable: scripts look for it, e.g. single_class_batches
  Severity severity = Severity::warning;
  std::string place;     // file:line:column of the YAML, or the file or folder of results
  std::string what;      // one sentence: what is wrong
  std::string evidence;  // the numbers that show it
  std::string advice;    // what to do, with the key or the command to type
  std::vector<std::string> run_ids;  // the runs it was seen in; empty: all, or none in particular
};

}  // namespace logitbench
