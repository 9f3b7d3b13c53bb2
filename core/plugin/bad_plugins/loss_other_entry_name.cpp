#include "some_loss.h"

static void enroll(logitbench::Registry& registry) { registry.add(some_loss("other_entry_name")); }

LOGITBENCH_PLUGIN("renamed", "1.0", enroll)
