// A recorded config, which is JSON, as the tree that configs are read from.
#pragma once

#include "core/config/config_node.h"
#include "core/record/value_json.h"

namespace logitbench {

// Undoes to_json (record/value_json.h): the words nan, inf and -inf are numbers again, but under
// keys that hold names and text (experiment, note, source, metric, quantity). Every node is at
// `at`.
ConfigNode config_node(const Json& json, const Location& at);

}  // namespace logitbench
