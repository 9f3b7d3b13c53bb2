#include "some_loss.h"

static void enroll(logitbench::Registry& registry) { registry.add(some_loss("cross_entropy")); }

LOGITBENCH_PLUGIN("other_name", "1.0", enroll)
