// A claim of a config and what all of its runs made of it, in one row.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/expectations.h"
#include "core/record/value_json.h"

namespace logitbench {

struct ClaimRow {
  std::string config;  // the experiment
  const Expectation* expectation = nullptr;
  const ExpectationResult* result = nullptr;  // of its runs the one that is furthest off
  std::optional<Interval> ours;               // over the runs, or what `between` makes of them
  size_t runs = 0;                            // that it was judged by
  size_t missed = 0;                          // of them; of all together 1
  bool checked = true;

  bool holds() const { return checked && missed == 0; }
};

// Points into the results and their plan.
std::vector<ClaimRow> claim_rows(const std::string& config,
                                 const std::vector<ExpectationResult>& results);

// What the number is: the config's words for it, else the subject and the runs; of several values
// with the epoch or class.
std::string quantity_text(const ClaimRow& row);
std::string ours_text(const ClaimRow& row);
// "met", "MISSED by -0.1 (1 of 30 runs)", "not checked".
std::string verdict_text(const ClaimRow& row);

// config, source, quantity, where, subject, expected, tolerance, ours, difference, verdict, note,
// runs: described in results/README.md.
Json claims_json(const std::vector<ClaimRow>& rows);

}  // namespace logitbench
