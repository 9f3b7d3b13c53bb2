#include "some_loss.h"

static void enroll(logitbench::Registry&) {}

LOGITBENCH_PLUGIN("nothing", "1.0", enroll)
