// A setting in words: "loss cross_entropy, optimizer.lr 0.1".
#pragma once

#include <string>
#include <vector>

namespace logitbench {

// Keys that are not set are left out; "all runs" where nothing is.
std::string setting_words(const std::vector<std::string>& keys,
                          const std::vector<std::string>& setting);

// "1 run", "2 runs".
std::string counted(size_t count, const char* one, const char* many);
// "2 runs", "2 to 5 runs".
std::string counted(size_t least, size_t most, const char* one, const char* many);

}  // namespace logitbench
