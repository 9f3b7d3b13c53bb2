// Whether a shared object is whole: a file cut short maps pages that are not there, and dlopen dies
// of SIGBUS before it can complain.
#pragma once

#include <filesystem>
#include <string>

namespace logitbench {

// What is wrong with the file as a shared object of this machine; empty: nothing that can be seen
// without loading it.
std::string elf_problem(const std::filesystem::path& file);

}  // namespace logitbench
