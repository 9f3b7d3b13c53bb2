// Nothing is wrong with this one: it shows that the others are refused for what their names say.
#include "some_loss.h"

static void enroll(logitbench::Registry& registry) { registry.add(some_loss("good")); }

LOGITBENCH_PLUGIN("good", "1.2", enroll)
