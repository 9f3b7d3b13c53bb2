// The members of a JSON object that may not be there, as in a manifest of another version.
#pragma once

#include <string>

#include "core/record/value_json.h"

namespace logitbench {

// Null where there is no such member, or `json` is no object.
Json member_or_null(const Json& json, const std::string& key);

// Empty where it is no text.
std::string text_member(const Json& json, const std::string& key);

// The other way: null for no text.
Json text_or_null(const std::string& text);

}  // namespace logitbench
