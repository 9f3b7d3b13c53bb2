// Adds a loss, and only then fails: nothing of it may be left in the registry.
#include <stdexcept>

#include "some_loss.h"

static void enroll(logitbench::Registry& registry) {
  registry.add(some_loss("throws"));
  throw std::runtime_error("the accelerator is on fire");
}

LOGITBENCH_PLUGIN("throws", "1.0", enroll)
