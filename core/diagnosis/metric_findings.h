// What is wrong with the metrics that a run asks for: found by feeding them outputs whose accuracy
// is known, not by their names.
#pragma once

#include "core/diagnosis/examination.h"

namespace logitbench {

void examine_metrics(Examination& examination);

}  // namespace logitbench
