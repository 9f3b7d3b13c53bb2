#include "core/analysis/expectation_text.h"

#include <fmt/format.h>

#include "core/analysis/metric_choice.h"
#include "core/record/number_text.h"

namespace logitbench {

namespace {

std::string series_text(const MetricClaim& claim) { return claim.split + "." + claim.metric; }

std::string row_text(const MetricClaim& claim, size_t element) {
  std::string text = series_text(claim) + " of row " + number_text(claim.row->row);
  if (claim.row->of_class) return text + ", class " + number_text(*claim.row->of_class);
  if (!claim.values.empty()) text += ", class " + number_text(uint64_t{element});
  return text;
}

std::string metric_text(const MetricClaim& claim, size_t element) {
  if (claim.row) return row_text(claim, element);
  if (!claim.values.empty()) return series_text(claim) + "@" + number_text(uint64_t{element} + 1);
  return choice_text({{claim.split, claim.metric}, claim.value_of, claim.epoch});
}

}  // namespace

std::string subject_text(const Expectation& expectation, size_t element) {
  if (const auto* fact = std::get_if<FactClaim>(&expectation.claim)) return fact->fact;
  const auto* metric = std::get_if<MetricClaim>(&expectation.claim);
  return metric == nullptr ? "status" : metric_text(*metric, element);
}

std::string expected_text(const Expectation& expectation, size_t element) {
  if (const RunStatus* status = std::get_if<RunStatus>(&expectation.claim)) return to_text(*status);
  const Wanted& wanted = *wanted_of(expectation.claim);
  if (wanted.value) return number_text(*wanted.value);
  if (!wanted.values.empty()) return number_text(wanted.values.at(element));
  if (wanted.same_as) return wanted.same_as->split + "." + wanted.same_as->metric;
  if (!wanted.at_most) return "at least " + number_text(*wanted.at_least);
  if (!wanted.at_least) return "at most " + number_text(*wanted.at_most);
  return number_text(*wanted.at_least) + " to " + number_text(*wanted.at_most);
}

std::string tolerance_text(const Expectation& expectation) {
  const Wanted* wanted = wanted_of(expectation.claim);
  if (wanted == nullptr) return "";
  if (wanted->between && wanted->between->probability)
    return fmt::format("in the {:.6g} % interval", 100 * *wanted->between->probability);
  if (wanted->between) return "in the range";
  if (wanted->within == 0) return "";
  return (wanted->relative ? "within_rel " : "within ") + number_text(wanted->within);
}

std::string claim_text(const Expectation& expectation, size_t element) {
  const std::string tolerance = tolerance_text(expectation);
  return expected_text(expectation, element) + (tolerance.empty() ? "" : " " + tolerance);
}

}  // namespace logitbench
