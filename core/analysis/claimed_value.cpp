#include "core/analysis/claimed_value.h"

#include <algorithm>

#include "core/record/tables.h"

namespace logitbench {

namespace {

std::optional<double> value_at(const AttemptRecords& records, const SeriesName& series,
                               uint64_t epoch) {
  for (const EpochRecord& record : records.epochs) {
    if (record.epoch != epoch) continue;
    for (const MetricValue& value : record.values)
      if (value.split == series.split && value.metric == series.metric) return value.value;
  }
  return std::nullopt;
}

std::optional<double> value_of_series(const Attempt& attempt, const AttemptRecords& records,
                                      const MetricClaim& claim, const SeriesName& series,
                                      size_t element, Objective objective) {
  if (!claim.values.empty()) return value_at(records, series, element + 1);
  switch (claim.value_of) {
    case ValueOf::at:
      return value_at(records, series, claim.epoch);
    case ValueOf::final:
      return final_value(attempt, series.split, series.metric);
    case ValueOf::best:
      return best_value(attempt, series.split, series.metric, objective);
  }
  return std::nullopt;
}

std::optional<double> value_of_row(const AttemptRecords& records, const MetricClaim& claim,
                                   size_t element) {
  if (claim.row->row >= records.predictions.rows.size()) return std::nullopt;
  const Prediction* const row = &records.predictions.rows[claim.row->row];
  if (claim.metric == "loss") return row->loss;
  if (claim.metric == "decision") return static_cast<double>(row->decision);
  if (claim.metric == "label") return static_cast<double>(row->label);
  const std::vector<double>& of_classes =
      claim.metric == "logit" ? row->logits : row->probabilities;
  const size_t k = claim.row->of_class.value_or(element);
  if (k >= of_classes.size()) return std::nullopt;
  return of_classes[k];
}

std::optional<double> value_of_fact(const Attempt& attempt, const std::string& name) {
  for (const Fact& fact : attempt.made_of->facts)
    if (fact.name == name) return static_cast<double>(fact.value);
  return std::nullopt;
}

}  // namespace

size_t elements_of(const Claim& claim) {
  const Wanted* wanted = wanted_of(claim);
  return wanted == nullptr ? 1 : std::max<size_t>(1, wanted->values.size());
}

bool takes_records(const Claim& claim) {
  const auto* metric = std::get_if<MetricClaim>(&claim);
  return metric != nullptr &&
         (metric->row || !metric->values.empty() || metric->value_of == ValueOf::at);
}

std::optional<double> claimed_value(const Attempt& attempt, const AttemptRecords& records,
                                    const Claim& claim, size_t element, Objective objective) {
  if (const auto* fact = std::get_if<FactClaim>(&claim)) return value_of_fact(attempt, fact->fact);
  const auto* metric = std::get_if<MetricClaim>(&claim);
  if (metric == nullptr) return std::nullopt;
  if (metric->row) return value_of_row(records, *metric, element);
  return value_of_series(attempt, records, *metric, {metric->split, metric->metric}, element,
                         objective);
}

std::optional<double> expected_value(const Attempt& attempt, const AttemptRecords& records,
                                     const Claim& claim, size_t element, Objective objective) {
  const Wanted* wanted = wanted_of(claim);
  if (wanted == nullptr) return std::nullopt;
  if (wanted->value) return wanted->value;
  if (!wanted->values.empty()) return wanted->values.at(element);
  const auto* metric = std::get_if<MetricClaim>(&claim);
  if (metric == nullptr || !metric->same_as) return std::nullopt;
  return value_of_series(attempt, records, *metric, *metric->same_as, element, objective);
}

}  // namespace logitbench
