// The question that a config opens with: every file of configs/ begins with one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace logitbench {

// What follows "Question:" in the first paragraph of the comment on top, on one line, to its first
// question mark or else to its end. "# Question: does it learn? In a second." gives "does it
// learn?". Empty where there is no such comment.
std::string opening_question(std::string_view text);

// Of a config file; empty too where it cannot be read, which reading the config tells.
std::string opening_question_of(const std::filesystem::path& file);

}  // namespace logitbench
