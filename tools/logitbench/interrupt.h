// Ctrl-C, SIGTERM and a closed terminal ask for a stop: the step under way is finished, what there
// is is written. A second one ends the program at once.
#pragma once

#include <atomic>

namespace logitbench {

void catch_interrupts();
const std::atomic<bool>& interrupt_requested();

}  // namespace logitbench
