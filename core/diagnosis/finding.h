// What `logitbench check` says about an experiment or about its results: plain data, made by the
// diagnoses, printed by the tools.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace logitbench {

// In order of weight. A finding of severity error or warning makes `check` exit with 3; info never.
enum class Severity { error, warning, info };

inline const char* to_text(Severity severity) {
  constexpr const char* names[] = {"error", "warning", "info"};
  return names[static_cast<int>(severity)];
}

// What can be found: each kind is declared once, in experiment_kinds.h or result_kinds.h.
struct FindingKind {
  std::string_view code;  // snake_case, stable: scripts look for it
  Severity severity;      // that it usually has
  std::string_view description;
};

// One of the kinds by its code; a code that is not among them does not compile.
consteval const FindingKind& kind_among(std::span<const FindingKind> kinds, std::string_view code) {
  for (const FindingKind& kind : kinds)
    if (kind.code == code) return kind;
  throw "no such kind of finding";
}

struct Finding {
  std::string code;  // of its kind, e.g. single_class_batches
  Severity severity = Severity::warning;
  std::string place;     // file:line:column of the YAML, or the file or folder of results
  std::string what;      // one sentence: what is wrong
  std::string evidence;  // the numbers that show it
  std::string advice;    // what to do, with the key or the command to type
  std::vector<std::string> run_ids;  // the runs it was seen in; empty: all, or none in particular
};

inline Finding make_finding(const FindingKind& kind, std::string place, std::string what,
                            std::string evidence = "", std::string advice = "",
                            std::vector<std::string> run_ids = {}) {
  return {std::string(kind.code), kind.severity,     std::move(place),  std::move(what),
          std::move(evidence),    std::move(advice), std::move(run_ids)};
}

}  // namespace logitbench
