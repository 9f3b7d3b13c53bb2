#include "some_loss.h"

static void enroll(logitbench::Registry& registry) {
  registry.add(some_loss("two"));
  registry.add(some_loss("three"));
}

LOGITBENCH_PLUGIN("two", "1.0", enroll)
