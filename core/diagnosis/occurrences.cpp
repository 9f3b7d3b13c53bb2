#include "core/diagnosis/occurrences.h"

namespace logitbench {

namespace {

constexpr size_t kDetailsShown = 5;

}  // namespace

void Occurrences::add(std::string detail, const std::string& run_id) {
  if (count_++ < kDetailsShown) details_.push_back(std::move(detail));
  if (!run_id.empty() && seen_.insert(run_id).second) run_ids_.push_back(run_id);
}

void Occurrences::add_at(std::string place, std::string detail, const std::string& run_id) {
  if (count_ == 0) first_place_ = std::move(place);
  add(std::move(detail), run_id);
}

void Occurrences::report(const FindingKind& kind, const std::string& place, const std::string& what,
                         const std::string& advice, std::vector<Finding>& findings) const {
  if (count_ == 0) return;
  std::string evidence;
  for (const std::string& detail : details_) evidence += (evidence.empty() ? "" : "\n") + detail;
  if (count_ > kDetailsShown)
    evidence += "\nand " + std::to_string(count_ - kDetailsShown) + " more";
  findings.push_back(make_finding(kind, first_place_.empty() ? place : first_place_, what,
                                  std::move(evidence), advice, run_ids_));
}

}  // namespace logitbench
