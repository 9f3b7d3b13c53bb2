// Dotted keys, a.b.c, into a config tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/config/config_node.h"

namespace logitbench {

// "sweep.parameters.optimizer.lr" is {sweep, parameters, optimizer.lr}: the keys there are dotted
// themselves. Throws ConfigError for an empty part.
std::vector<std::string> split_key(std::string_view dotted, const Location& at);

// Null where there is no such key. `loss.name` finds the bare word of `loss: word`.
const ConfigNode* find_key(const ConfigNode& root, const std::vector<std::string>& path);

// Sets the key, made with the maps above it where they are missing; a bare word above it becomes
// {name: word}. Throws ConfigError at `at` where a value above it is no map.
void set_key(ConfigNode& root, const std::vector<std::string>& path, ConfigNode value,
             const Location& at);

// False if there is no such key.
bool remove_key(ConfigNode& root, const std::vector<std::string>& path);

// Whether `inner` is a part of `outer`: loss.label_smoothing of loss. Not the key itself.
bool is_below(std::string_view inner, std::string_view outer);

}  // namespace logitbench
