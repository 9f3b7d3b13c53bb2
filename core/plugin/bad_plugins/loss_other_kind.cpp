#include "some_loss.h"

static void enroll(logitbench::Registry& registry) {
  registry.add(logitbench::ModelPlugin{"other_kind", "a model in a loss's file", {}, {}});
}

LOGITBENCH_PLUGIN("other_kind", "1.0", enroll)
