// A command's words: options as declared, and what is left over, in order.
#pragma once

#include <boost/program_options.hpp>
#include <string>
#include <vector>

namespace logitbench {

struct CommandWords {
  boost::program_options::variables_map given;  // values are stored where they were declared
  std::vector<std::string> rest;
};

// Options are taken by their full names alone. Throws ConfigError, naming the command and its
// --help, for an option that is not `described` or has no value.
CommandWords parse_words(const std::string& command, const std::vector<std::string>& arguments,
                         const boost::program_options::options_description& described);

// Whether a bare word steers the config: key=value, +key=value, ~key. Otherwise it names a file.
bool is_override(const std::string& word);

}  // namespace logitbench
