#include "core/config/expect_entry.h"

#include <fmt/format.h>
#include <logitbench/schema.h>

#include <algorithm>

#include "core/config/config_error.h"
#include "core/config/validate.h"

namespace logitbench {

namespace {

Schema entry_schema() {
  return {
      choice("status", "how the runs end",
             {to_text(RunStatus::completed), to_text(RunStatus::diverged),
              to_text(RunStatus::failed), to_text(RunStatus::pruned)})
          .optional(),
      text("metric", "split and metric, e.g. valid.accuracy").optional(),
      text("fact", "a number that a run is made of, e.g. parameters").optional(),
      integer("epoch", "whose value is meant; 0 is the untrained network")
          .at_least(0)
          .or_word("final")
          .or_word("best")
          .optional(),
      integer("row", "of the validation rows, from 0").at_least(0).optional(),
      integer("class", "of a row's probabilities, or column of its logits").at_least(0).optional(),
      real("value", "the value expected").nonfinite_allowed().optional(),
      list_of("values", "the values of epochs 1, 2, ...; of a row, of classes 0, 1, ...",
              real("value", "the value expected").nonfinite_allowed())
          .at_least(1)
          .optional(),
      text("same_as", "the metric that it equals, e.g. valid.nll").optional(),
      real("within", "largest distance from what is expected").at_least(0).optional(),
      real("within_rel", "largest distance as a share of what is expected").at_least(0).optional(),
      real("between", "probability of the interval that holds one more draw")
          .above(0)
          .below(1)
          .or_word("range")
          .optional(),
      real("at_least", "smallest value expected").optional(),
      real("at_most", "largest value expected").optional(),
      text("quantity", "what the number is, in words, one line").optional(),
      text("source", "where the number comes from, one line").optional(),
      text("note", "for people, one line").optional()};
}

// `inf` and `nan` as one writes them; YAML has a point before them.
void allow_plain_words(ConfigNode& number) {
  if (number.is_list())
    for (ConfigNode& item : number.items) allow_plain_words(item);
  if (!number.is_scalar() || number.quoted) return;
  for (const char* word : {"inf", "+inf", "-inf", "nan"})
    if (number.text == word) number.text.insert(number.text.size() - 3, ".");
}

}  // namespace

ExpectEntry::ExpectEntry(const ConfigNode& node, std::string path)
    : node_(node), path_(std::move(path)) {
  const Schema schema = entry_schema();
  if (!node.is_map())
    fail(node.at,
         fmt::format("{}: found {}, expected a map, e.g. {}", path_, shown(node), kExpectExample));
  std::vector<std::string> known{"where"};
  for (const Parameter& p : schema) known.push_back(p.name);
  ConfigNode rest = map_node(node.at);
  for (const ConfigNode::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end())
      fail_unknown_key(entry, known, path_, "");
    if (entry.key != "where") rest.entries.push_back(entry);
  }
  for (const char* key : {"value", "values"})
    if (ConfigNode* number = rest.find(key)) allow_plain_words(*number);
  given_ = validate_map(rest, schema, path_);
}

void ExpectEntry::fail_at(const char* key, const std::string& message) const {
  const ConfigNode* value = node_.find(key);
  fail(value == nullptr ? node_.at : value->at, path_ + ": " + message);
}

void ExpectEntry::fail_in(const char* key, const std::string& message) const {
  const ConfigNode* value = node_.find(key);
  fail(value == nullptr ? node_.at : value->at, path_ + "." + key + ": " + message);
}

void ExpectEntry::refuse_beside(std::initializer_list<const char*> keys, const std::string& other,
                                const std::string& instead) const {
  for (const char* key : keys)
    if (has(key)) fail_at(key, fmt::format("found {} beside {}, {}", key, other, instead));
}

std::string ExpectEntry::line(const char* key) const {
  if (!has(key)) return "";
  const std::string& text = given_.text(key);
  if (text.find('\n') != std::string::npos) fail_in(key, "found several lines, expected one");
  return text;
}

SeriesName ExpectEntry::series(const char* key) const {
  const std::string& name = given_.text(key);
  const size_t dot = name.find('.');
  const std::string split = name.substr(0, dot);
  if (dot == std::string::npos || dot + 1 == name.size() ||
      (split != "train" && split != "valid" && split != "test"))
    fail_in(key, fmt::format("found {}, expected train, valid or test, a dot and a metric, "
                             "e.g. valid.accuracy",
                             shown(name)));
  return {split, name.substr(dot + 1)};
}

}  // namespace logitbench
