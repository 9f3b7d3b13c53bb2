#include "some_loss.h"

static void enroll(logitbench::Registry&) { throw 42; }

LOGITBENCH_PLUGIN("throws_number", "1.0", enroll)
