// What goes wrong in the first steps of a run.
#pragma once

#include <atomic>

#include "core/diagnosis/examination.h"

namespace logitbench {

// Takes the first steps (probe.h): the prepared run is used up afterwards.
void examine_training(Examination& examination, const std::atomic<bool>& stop);

}  // namespace logitbench
