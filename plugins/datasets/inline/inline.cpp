// Values and targets written in the config itself, in float64: notebook 001's and 002's examples.
#include <algorithm>
#include <limits>
#include <string>

#include <logitbench/error.h>
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

constexpr double kMaxClasses = 1e6;

std::string row_name(const char* list, size_t row) {
  return "inline: row " + std::to_string(row + 1) + " of `" + list + "`";
}

// [rows][columns] of numbers; `list` is the parameter's name.
std::vector<double> read_rows(const List& rows, const char* list, size_t columns) {
  std::vector<double> numbers;
  for (size_t r = 0; r < rows.size(); ++r) {
    const List& row = rows[r].list();
    if (row.size() != columns)
      throw ConfigError(row_name(list, r) + " has " + std::to_string(row.size()) +
                        " numbers; expected " + std::to_string(columns));
    for (const Value& number : row) numbers.push_back(number.real());
  }
  return numbers;
}

size_t first_row_size(const List& rows, const char* list) {
  const size_t columns = rows.front().list().size();
  if (columns == 0) throw ConfigError(row_name(list, 0) + " is empty; expected numbers");
  return columns;
}

void read_class_indices(const List& targets, std::optional<size_t> classes, Dataset& dataset) {
  int64_t largest = 0;
  for (size_t r = 0; r < targets.size(); ++r) {
    const int64_t index = targets[r].integer();
    const double end = classes ? static_cast<double>(*classes) : kMaxClasses;
    if (index < 0 || static_cast<double>(index) >= end)
      throw LabelError(row_name("targets", r) + " is class " + std::to_string(index) +
                           "; expected a class from 0 to " +
                           std::to_string(static_cast<int64_t>(end) - 1),
                       ExitCode::bad_config);
    largest = std::max(largest, index);
    dataset.train.targets.classes.push_back(static_cast<int32_t>(index));
  }
  dataset.classes = classes.value_or(static_cast<size_t>(largest) + 1);
}

void read_weights(const List& targets, std::optional<size_t> classes, Dataset& dataset) {
  dataset.classes = classes ? *classes : first_row_size(targets, "targets");
  dataset.train.targets.weights = read_rows(targets, "targets", dataset.classes);
}

Dataset load(const Map& parameters, DatasetContext&) {
  const List& values = parameters.list("values");
  const List& targets = parameters.list("targets");
  if (values.empty() || values.size() != targets.size())
    throw ConfigError("inline: `values` has " + std::to_string(values.size()) +
                      " rows, `targets` " + std::to_string(targets.size()) +
                      "; expected as many of one as of the other, and at least one");
  std::optional<size_t> classes;
  if (parameters.has("classes")) classes = static_cast<size_t>(parameters.integer("classes"));

  Dataset dataset;
  const size_t columns = first_row_size(values, "values");
  dataset.train.features = {
      {1, 1, columns}, values.size(), read_rows(values, "values", columns), 1.0};
  const bool indices = targets.front().is_integer();
  for (size_t r = 0; r < targets.size(); ++r)
    if (targets[r].is_integer() != indices)
      throw ConfigError(row_name("targets", r) + " is " +
                        (indices ? "a row of numbers" : "a class index") + " and row 1 " +
                        (indices ? "a class index" : "a row of numbers") +
                        "; expected the same kind in every row");
  if (indices)
    read_class_indices(targets, classes, dataset);
  else
    read_weights(targets, classes, dataset);
  return dataset;
}

Schema parameters() {
  return {
      list_of("values", "samples, a row of numbers each",
              list_of("row", "features of a sample", real("value", "feature").nonfinite_allowed())
                  .at_least(1))
          .at_least(1),
      list_of_any("targets",
                  "a class index per sample, or a row of weights per sample (one-hot, soft, or not "
                  "normalized)",
                  {integer("class", "class index, from 0").at_least(0),
                   list_of("row", "weights of the classes", real("weight", "weight of a class"))
                       .at_least(1)})
          .at_least(1),
      integer("classes",
              "number of classes; left out: the largest index plus 1, or the weights per row")
          .at_least(1)
          .at_most(kMaxClasses)
          .optional()};
}

void enroll(Registry& registry) {
  registry.add(DatasetPlugin{"inline", "values and targets written in the config, in float64",
                             parameters(), std::nullopt, load});
}

}  // namespace

LOGITBENCH_PLUGIN("inline", "1.0", enroll)
