// Names of runs: readable, and the same for the same run on every machine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <logitbench/value.h>

namespace logitbench {

// A swept value as a part of a name: `cross_entropy` of loss, `lr0.1` of optimizer.lr. Lower case
// letters, digits, '.', '+' and '_' alone.
std::string readable_part(const std::string& key, const std::string& value);

// 10 hex digits of SHA-256 of the canonical text of `identity`: what a run's id ends in.
std::string identity_hash(const Map& identity);

// The parts that are not empty, joined by '-'.
std::string joined_parts(const std::vector<std::string>& parts);

// The readable text cut to 60 characters ("run" where nothing is left), '-' and the first digits of
// the identity's SHA-256.
std::string run_id_of(std::string readable, std::string_view identity_sha256);

// What follows the last '-'; all of it where there is none.
std::string_view hash_of_run_id(std::string_view run_id);

}  // namespace logitbench
