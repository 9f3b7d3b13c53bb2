// A plugin's parameters as its schema declares them, for people and for programs.
#pragma once

#include <logitbench/schema.h>

#include <nlohmann/json.hpp>
#include <string>

namespace logitbench {

// A line for each parameter: name, type, bounds, default, unit, description; nested ones below it,
// indented further. Empty for an empty schema.
std::string schema_text(const Schema& schema, size_t indent = 2);

// An array of objects with the same facts; keys that do not apply are left out.
nlohmann::ordered_json schema_json(const Schema& schema);

}  // namespace logitbench
