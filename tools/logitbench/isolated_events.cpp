#include "tools/logitbench/isolated_events.h"

#include <optional>
#include <utility>
#include <variant>

#include "core/record/journal_events.h"
#include "core/record/value_json.h"

namespace logitbench {

namespace {

constexpr const char* kReady = "ready";

RunFacts facts_from(const Json& json) {
  RunFacts facts;
  for (const auto& [split, hash] : json.at("data_sha256").items())
    facts.data_sha256.emplace_back(split, hash.get<std::string>());
  facts.train_rows = json.at("train_rows");
  facts.parameters = json.at("parameters");
  facts.threads = json.at("threads");
  facts.backend_library = json.at("backend_library");
  for (const auto& [name, value] : json.at("facts").items())
    facts.facts.push_back({name, value.get<uint64_t>()});
  return facts;
}

}  // namespace

std::string ready_json(const RunFacts& facts) {
  Json hashes = Json::object(), numbers = Json::object();
  for (const auto& [split, hash] : facts.data_sha256) hashes[split] = hash;
  for (const Fact& fact : facts.facts) numbers[fact.name] = fact.value;
  const Json json = {{"event", kReady},
                     {"data_sha256", std::move(hashes)},
                     {"train_rows", facts.train_rows},
                     {"parameters", facts.parameters},
                     {"threads", facts.threads},
                     {"backend_library", facts.backend_library},
                     {"facts", std::move(numbers)}};
  return json.dump();
}

void IsolatedEvents::take(std::string_view piece) {
  for (size_t end; (end = piece.find('\n')) != std::string_view::npos;
       piece.remove_prefix(end + 1)) {
    begun_ += piece.substr(0, end);
    take_line(std::exchange(begun_, {}));
  }
  begun_ += piece;
}

void IsolatedEvents::take_line(std::string_view line) {
  if (const Json json = Json::parse(line); json.at("event") == kReady) {
    const RunFacts facts = facts_from(json);
    recorder_.on_facts(facts.facts);
    on_ready_(facts);
    return;
  }
  JournalEvent event = parse_event(line);
  if (auto* epoch = std::get_if<EpochRecord>(&event.what)) {
    recorder_.on_epoch(*epoch);
  } else if (auto* row = std::get_if<Prediction>(&event.what)) {
    predictions_.rows.push_back(std::move(*row));
  } else if (auto* finished = std::get_if<RunFinished>(&event.what)) {
    predictions_.split = finished->about_predictions.split;
    predictions_.single_precision = finished->about_predictions.single_precision;
    if (!predictions_.rows.empty()) recorder_.on_predictions(predictions_);
    result_ = std::move(finished->result);
  }
}

}  // namespace logitbench
