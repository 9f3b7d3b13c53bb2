#include "some_loss.h"

int from_absent_library();

static void enroll(logitbench::Registry& registry) {
  registry.add(some_loss(from_absent_library() == 1 ? "missing_library" : ""));
}

LOGITBENCH_PLUGIN("missing_library", "1.0", enroll)
