#include "core/config/read_expect.h"

#include <fmt/format.h>
#include <logitbench/schema.h>

#include <algorithm>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/scalars.h"
#include "core/config/validate.h"

namespace logitbench {

namespace {

constexpr const char* kExample = "{metric: valid.accuracy, value: 0.95, within: 0.01}";
constexpr const char* kOfMetrics[] = {"epoch",      "value",    "within",
                                      "within_rel", "at_least", "at_most"};

Schema expectation_schema() {
  return {choice("status", "how the runs end",
                 {to_text(RunStatus::completed), to_text(RunStatus::diverged)})
              .optional(),
          text("metric", "split and metric, e.g. valid.accuracy").optional(),
          integer("epoch", "whose value is meant; 0 is the untrained network")
              .at_least(0)
              .or_word("final")
              .or_word("best")
              .by_default("final"),
          real("value", "the value expected").nonfinite_allowed().optional(),
          real("within", "largest distance from the value").at_least(0).optional(),
          real("within_rel", "largest distance as a share of the value").at_least(0).optional(),
          real("at_least", "smallest value expected").optional(),
          real("at_most", "largest value expected").optional(),
          text("note", "where the number comes from, one line").optional()};
}

Map read_where(const ConfigNode& where, const std::string& path) {
  if (!where.is_map() || where.entries.empty())
    fail(where.at, fmt::format("{}.where: found {}, expected a map of keys and values, e.g. "
                               "{{loss: cross_entropy, optimizer.lr: 0.1}}; leave it out for all "
                               "runs",
                               path, shown(where)));
  Map result;
  for (const ConfigNode::Entry& entry : where.entries) {
    split_key(entry.key, entry.key_at);
    if (entry.value.is_null())
      fail(entry.value.at,
           fmt::format("{}.where: found nothing for {}, expected a value", path, shown(entry.key)));
    result.set(entry.key, natural_value(entry.value));
  }
  return result;
}

class EntryReader {
 public:
  EntryReader(const ConfigNode& node, std::string path) : node_(node), path_(std::move(path)) {
    const Schema schema = expectation_schema();
    std::vector<std::string> known{"where"};
    for (const Parameter& p : schema) known.push_back(p.name);
    if (!node.is_map())
      fail(node.at,
           fmt::format("{}: found {}, expected a map, e.g. {}", path_, shown(node), kExample));
    for (const ConfigNode::Entry& entry : node.entries)
      if (std::find(known.begin(), known.end(), entry.key) == known.end())
        fail_unknown_key(entry, known, path_, "");
    ConfigNode rest = node;
    rest.erase("where");
    given_ = validate_map(rest, schema, path_);
  }

  Expectation read() const {
    Expectation result;
    result.place = to_text(node_.at);
    result.written = natural_value(node_);
    if (const ConfigNode* where = node_.find("where")) result.where = read_where(*where, path_);
    if (given_.has("note")) result.note = given_.text("note");
    if (result.note.find('\n') != std::string::npos)
      fail(node_.find("note")->at, path_ + ".note: found several lines, expected one");
    if (given_.has("status") == given_.has("metric"))
      fail(node_.at, fmt::format("{}: found {} status and metric, expected one of them, e.g. {}",
                                 path_, given_.has("status") ? "both" : "neither", kExample));
    if (given_.has("status"))
      result.claim = status();
    else
      result.claim = metric();
    return result;
  }

 private:
  RunStatus status() const {
    for (const char* key : kOfMetrics) refuse_beside(key, "status");
    return given_.text("status") == to_text(RunStatus::diverged) ? RunStatus::diverged
                                                                 : RunStatus::completed;
  }

  MetricClaim metric() const {
    MetricClaim claim;
    const std::string& name = given_.text("metric");
    const size_t dot = name.find('.');
    claim.split = name.substr(0, dot);
    if (dot == std::string::npos || dot + 1 == name.size() ||
        (claim.split != "train" && claim.split != "valid" && claim.split != "test"))
      fail(node_.find("metric")->at,
           fmt::format("{}.metric: found {}, expected train, valid or test, a dot and a metric, "
                       "e.g. valid.accuracy",
                       path_, shown(name)));
    claim.metric = name.substr(dot + 1);
    read_epoch(claim);
    read_value(claim);
    read_bounds(claim);
    if (!claim.value && !claim.at_least && !claim.at_most)
      fail(node_.at, fmt::format("{}: found a metric without value, at_least or at_most, expected "
                                 "what it should be, e.g. {}",
                                 path_, kExample));
    return claim;
  }

  void read_epoch(MetricClaim& claim) const {
    const Value& epoch = given_.at("epoch");
    if (epoch.is_integer()) {
      claim.value_of = ValueOf::at;
      claim.epoch = static_cast<uint64_t>(epoch.integer());
    } else {
      claim.value_of = epoch.text() == "best" ? ValueOf::best : ValueOf::final;
    }
  }

  void read_value(MetricClaim& claim) const {
    if (!given_.has("value")) {
      for (const char* key : {"within", "within_rel"})
        if (given_.has(key))
          fail(node_.find(key)->at,
               fmt::format("{}: found {} without a value, expected one beside it", path_, key));
      return;
    }
    for (const char* key : {"at_least", "at_most"}) refuse_beside(key, "value");
    if (given_.has("within")) refuse_beside("within_rel", "within");
    claim.value = given_.real("value");
    claim.relative = given_.has("within_rel");
    if (claim.relative || given_.has("within"))
      claim.within = given_.real(claim.relative ? "within_rel" : "within");
  }

  void read_bounds(MetricClaim& claim) const {
    if (given_.has("at_least")) claim.at_least = given_.real("at_least");
    if (given_.has("at_most")) claim.at_most = given_.real("at_most");
    if (claim.at_least && claim.at_most && *claim.at_least > *claim.at_most)
      fail(node_.find("at_least")->at,
           fmt::format("{}: found at_least {} above at_most {}, expected the smaller one first",
                       path_, *claim.at_least, *claim.at_most));
  }

  void refuse_beside(const char* key, const char* other) const {
    if (const ConfigNode* node = node_.find(key); node != nullptr && !node->is_null())
      fail(node->at,
           fmt::format("{}: found {} beside {}, expected one of them", path_, key, other));
  }

  const ConfigNode& node_;
  std::string path_;
  Map given_;
};

}  // namespace

std::vector<Expectation> read_expectations(const ConfigNode* expect) {
  std::vector<Expectation> result;
  if (expect == nullptr || expect->is_null()) return result;
  if (!expect->is_list())
    fail(expect->at,
         fmt::format("expect: found {}, expected a list, e.g. [{}]", shown(*expect), kExample));
  for (size_t i = 0; i < expect->items.size(); ++i)
    result.push_back(EntryReader(expect->items[i], fmt::format("expect[{}]", i)).read());
  return result;
}

}  // namespace logitbench
