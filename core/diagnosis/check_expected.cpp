#include "core/diagnosis/check_expected.h"

#include "core/analysis/expectation_text.h"
#include "core/analysis/expectations.h"
#include "core/diagnosis/occurrences.h"
#include "core/record/number_text.h"
#include "core/sweep/where.h"

namespace logitbench {

namespace {

std::string got_text(const ExpectationResult& result) {
  std::string text = result.value ? number_text(*result.value) : result.got;
  if (result.observed)
    text = number_text(result.observed->low) + " to " + number_text(result.observed->high);
  if (result.difference && *result.difference != 0)
    text += ", difference " + rounded_text(*result.difference);
  return text;
}

std::string detail(const ExpectationResult& result) {
  const Expectation& expectation = *result.expectation;
  const std::string note = expectation.note.empty() ? "" : " (" + expectation.note + ")";
  const std::string of = result.run == nullptr ? where_text(expectation) : result.run->run_id;
  return of + ": " + subject_text(expectation, result.element) + " expected " +
         claim_text(expectation, result.element) + ", got " + got_text(result) + note;
}

}  // namespace

void check_expected(const ResultsView& view, std::vector<Finding>& findings) {
  if (!view.recorded || !view.ended) return;
  const auto results =
      check_expectations(view.recorded->plan, [&](const std::string& run_id) -> const Attempt* {
        const auto found = view.ended->find(run_id);
        return found == view.ended->end() ? nullptr : &found->second;
      });
  Occurrences met, not_checked;
  for (size_t i = 0; i < results.size();) {
    Occurrences missed;
    const Expectation* const expectation = results[i].expectation;
    for (; i < results.size() && results[i].expectation == expectation; ++i) {
      const std::string run_id = results[i].run == nullptr ? "" : results[i].run->run_id;
      Occurrences& kind = results[i].verdict == Verdict::missed        ? missed
                          : results[i].verdict == Verdict::not_planned ? not_checked
                                                                       : met;
      kind.add(detail(results[i]), run_id);
    }
    missed.report(result_kind("expectation_missed"), expectation->place, "an expectation is missed",
                  "look at the runs; where the expected number is wrong, correct it in the config",
                  findings);
  }
  const std::string place = (view.folder / "manifest.json").string();
  not_checked.report(result_kind("expectation_not_checked"), place,
                     "an expectation is about no run of this plan", "", findings);
  met.report(result_kind("expectations_met"), place,
             std::to_string(met.count()) + " of " + std::to_string(results.size()) +
                 " expectations are met",
             "", findings);
}

}  // namespace logitbench
