#include "tools/logitbench/isolated_events.h"

#include <optional>
#include <utility>
#include <variant>

#include "core/record/journal_events.h"
#include "core/record/value_json.h"
#include "tools/logitbench/run_made_of.h"

namespace logitbench {

namespace {

constexpr const char* kReady = "ready";

RunFacts run_facts_from(const Json& json) {
  MadeOf made_of = made_of_from(json.at("made_of"));
  return {std::move(made_of.data_sha256),
          json.at("train_rows"),
          json.at("parameters"),
          made_of.threads,
          std::move(made_of.backend_library),
          std::move(made_of.facts)};
}

}  // namespace

std::string ready_json(const RunFacts& facts) {
  const Json json = {{"event", kReady},
                     {"made_of", made_of_json(made_of(facts))},
                     {"train_rows", facts.train_rows},
                     {"parameters", facts.parameters}};
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
    const RunFacts facts = run_facts_from(json);
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
