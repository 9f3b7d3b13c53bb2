// What is wrong with the data of a run, and with the order in which it takes them.
#pragma once

#include "core/diagnosis/examination.h"

namespace logitbench {

// Looks at every row that the run trains or validates on.
void examine_data(Examination& examination);

}  // namespace logitbench
