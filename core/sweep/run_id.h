// Names of runs: readable, and the same for the same run on every machine.
#pragma once

#include <string>
#include <vector>

#include <logitbench/value.h>

namespace logitbench {

// A swept value as a part of a name: `cross_entropy` of loss, `lr0.1` of optimizer.lr. Lower case
// letters, digits, '.', '+' and '_' alone.
std::string readable_part(const std::string& key, const std::string& value);

// 10 hex digits of SHA-256 of the canonical text of `identity`: what a run's id ends in.
std::string identity_hash(const Map& identity);

// The parts joined by '-', cut to 60 characters, then '-' and the identity's hash.
std::string make_run_id(const std::vector<std::string>& parts, const Map& identity);

}  // namespace logitbench
