#include "core/config/slurm.h"

#include <fmt/format.h>

#include "core/config/common_parameters.h"
#include "core/config/config_error.h"
#include "core/config/validate.h"

namespace logitbench {

namespace {

// A word of a line of the job's script.
std::optional<std::string> word(const ConfigNode& section, const Map& map, const char* key) {
  if (!map.has(key)) return std::nullopt;
  const std::string text = map.text(key);
  if (text.empty() || text.find_first_of(" \t\r\n\"'\\#") != std::string::npos)
    fail(section.find(key)->at,
         fmt::format("slurm.{}: found '{}', expected a word without spaces and quotes", key, text));
  return text;
}

std::optional<size_t> count(const Map& map, const char* key) {
  if (!map.has(key)) return std::nullopt;
  return static_cast<size_t>(map.integer(key));
}

}  // namespace

SlurmSettings read_slurm(const ConfigNode* section) {
  SlurmSettings settings;
  if (section == nullptr) return settings;
  const Map map = validate_map(*section, slurm_parameters(), "slurm");
  settings.partition = word(*section, map, "partition");
  settings.time = word(*section, map, "time");
  settings.mem = word(*section, map, "mem");
  settings.cpus = count(map, "cpus");
  settings.array_limit = count(map, "array_limit");
  settings.shards = count(map, "shards");
  for (const Value& option : map.list("extra")) {
    settings.extra.push_back(option.text());
    if (!option.text().starts_with('-') || option.text().find('\n') != std::string::npos)
      fail(section->find("extra")->at,
           fmt::format("slurm.extra: found '{}', expected options of sbatch, each in a line, e.g. "
                       "[--account=lab]",
                       option.text()));
  }
  return settings;
}

}  // namespace logitbench
