// The numbers of a run that a claim is about.
#pragma once

#include <optional>

#include "core/record/attempt.h"
#include "core/sweep/plan.h"

namespace logitbench {

// How many numbers the claim is about: as many as its `values`, else one. Each is judged by itself.
size_t elements_of(const Claim& claim);

// Whether it takes more than what an Attempt keeps: its epochs, or its predictions.
bool takes_records(const Claim& claim);

// What the run recorded of it; none where it did not. Nothing of a status. `records`: of the
// attempt; empty where the claim takes none.
std::optional<double> claimed_value(const Attempt& attempt, const AttemptRecords& records,
                                    const Claim& claim, size_t element, Objective objective);

// What it should be: value, an element of values, or the other series; none for bounds, or where
// the other series was not recorded.
std::optional<double> expected_value(const Attempt& attempt, const AttemptRecords& records,
                                     const Claim& claim, size_t element, Objective objective);

}  // namespace logitbench
