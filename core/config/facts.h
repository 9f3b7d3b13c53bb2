// Facts: the numbers that a run is made of, not trained. Their names are declared here alone; they
// are counted in core/train/facts.h, kept with the run, and claimed by `fact:` in `expect:`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

struct FactInfo {
  std::string_view name;  // <n>: a layer by its number from 1, <k>: a class by its index
  std::string_view description;
};

inline constexpr FactInfo kFacts[] = {
    {"parameters", "numbers that training changes"},
    {"parameters.<n>", "those of layer n, counted from 1 over layers of all kinds"},
    {"layer.<n>.height", "rows of what layer n gives; 1 for a vector"},
    {"layer.<n>.width", "columns of what layer n gives; the length of a vector"},
    {"layer.<n>.channels", "channels of what layer n gives; 1 for a vector"},
    {"classes", "classes of the data"},
    {"features", "numbers that a sample is made of"},
    {"features.height", "rows of a sample; 1 for a vector"},
    {"features.width", "columns of a sample; the length of a vector"},
    {"rows.train", "rows that are trained on"},
    {"rows.valid", "rows that valid.* is taken on"},
    {"rows.test", "rows of the data's test split; 0 where there is none"},
    {"rows.train.class.<k>", "rows of class k that are trained on"},
    {"rows.valid.class.<k>", "rows of class k that valid.* is taken on"},
    {"batches", "steps of an epoch of training"},
};

// The declared name that this one is of, "parameters.<n>" for "parameters.3"; none for an unknown
// one.
std::optional<std::string_view> declared_fact(std::string_view name);

// All names as declared, for messages.
std::vector<std::string> fact_names();

}  // namespace logitbench
