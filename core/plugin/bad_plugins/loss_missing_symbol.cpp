#include "some_loss.h"

void defined_nowhere();

static void enroll(logitbench::Registry& registry) {
  defined_nowhere();
  registry.add(some_loss("missing_symbol"));
}

LOGITBENCH_PLUGIN("missing_symbol", "1.0", enroll)
