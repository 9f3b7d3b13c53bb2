// Numbers of the page that are drawn and not read: five digits are finer than a screen.
#pragma once

#include "core/record/value_json.h"

namespace logitbench {

// Rounded to five significant digits; null for what is not finite, which leaves a gap.
Json drawn_number(double value);

}  // namespace logitbench
