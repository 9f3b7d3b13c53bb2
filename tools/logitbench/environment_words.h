// What a manifest says of program and machine, in a line each; empty where it says nothing.
#pragma once

#include <string>

#include "core/record/value_json.h"

namespace logitbench {

std::string git_words(const Json& manifest);       // a commit, and whether there were local changes
std::string versions_words(const Json& manifest);  // of the program and its libraries
std::string machine_words(const Json& manifest);
std::string made_of_words(const Json& run);  // of a run in it: threads and backend library

// A list of words as one line for a shell.
std::string command_words(const Json& words);

// A JSON text as it is, anything else as JSON; nothing for null.
std::string plain_text(const Json& value);
// The member's; nothing where there is none.
std::string plain_member(const Json& json, const char* name);

}  // namespace logitbench
