#include "tools/logitbench/report/claims_part.h"

#include <cmath>

#include "core/analysis/expectation_text.h"
#include "core/analysis/expectations.h"
#include "tools/logitbench/claim_row.h"

namespace logitbench {

namespace {

Json claim_json(const ClaimRow& row) {
  const Expectation& expectation = *row.expectation;
  return {{"config", row.config},
          {"source", expectation.source},
          {"quantity", quantity_text(row)},
          {"expected", claim_text(expectation, row.result->element)},
          {"ours", row.checked ? ours_text(row) : ""},
          {"verdict", verdict_text(row)},
          {"note", expectation.note}};
}

// Null where there is nothing to draw.
Json drawn_json(const Expectation& expectation, size_t first_row) {
  const auto* claim = std::get_if<MetricClaim>(&expectation.claim);
  if (claim == nullptr || claim->row || claim->value_of == ValueOf::best) return {};
  Json epochs = Json::array(), values = Json::array(), runs = Json::array();
  const auto add = [&](uint64_t epoch, double value) {
    if (!std::isfinite(value)) return;
    epochs.push_back(epoch);
    values.push_back(value);
  };
  const bool at_end = claim->values.empty() && claim->value_of == ValueOf::final;
  for (size_t i = 0; i < claim->values.size(); ++i) add(i + 1, claim->values[i]);
  if (claim->value) add(claim->epoch, *claim->value);
  if (values.empty() || expectation.runs.empty()) return {};
  for (const size_t run : expectation.runs) runs.push_back(first_row + run);
  return {
      {"series", claim->split + "." + claim->metric},
      {"epochs", epochs},
      {"values", values},
      {"at_end", at_end},
      {"source", expectation.source},
      {"label", expectation.quantity.empty() ? subject_text(expectation) : expectation.quantity},
      {"runs", runs}};
}

void add_claims(const ReportedFolder& folder, size_t first_row, Json& claims, Json& drawn) {
  if (!folder.check.view.recorded || !folder.check.view.ended) return;
  const Plan& plan = folder.check.view.recorded->plan;
  const auto results = check_expectations(plan, [&](const std::string& run_id) -> const Attempt* {
    const auto found = folder.check.view.ended->find(run_id);
    return found == folder.check.view.ended->end() ? nullptr : &found->second;
  });
  for (const ClaimRow& row : claim_rows(plan.experiment, results))
    claims.push_back(claim_json(row));
  // Rows of runs.csv stand in plan order: a run's place in the plan is its row.
  for (const Expectation& expectation : plan.expectations)
    if (Json one = drawn_json(expectation, first_row); !one.is_null())
      drawn.push_back(std::move(one));
}

}  // namespace

Json claims_part(const std::vector<ReportedFolder>& folders) {
  Json claims = Json::array(), drawn = Json::array();
  size_t row = 0;
  for (const ReportedFolder& folder : folders) {
    add_claims(folder, row, claims, drawn);
    row += folder.tables->runs.size();
  }
  return {{"claims", claims}, {"drawn", drawn}};
}

}  // namespace logitbench
