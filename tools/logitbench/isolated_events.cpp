#include "tools/logitbench/isolated_events.h"

#include <optional>
#include <utility>
#include <variant>

#include "core/record/journal_events.h"
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

Json limit_json(const RunLimit& limit) {
  Json bars = Json::array();
  for (const double bar : limit.bars) bars.push_back(json_number(bar));
  return {{"split", limit.split},
          {"metric", limit.metric},
          {"larger_is_better", limit.larger_is_better},
          {"bars", bars},
          {"bars_are", limit.bars_are},
          {"wait_after", json_or_null(limit.wait_after)}};
}

RunLimit limit_from(const Json& json) {
  RunLimit limit{json.at("split"),
                 json.at("metric"),
                 json.at("larger_is_better"),
                 {},
                 json.at("bars_are"),
                 {}};
  for (const Json& bar : json.at("bars")) limit.bars.push_back(from_json_number(bar));
  if (!json.at("wait_after").is_null()) limit.wait_after = json.at("wait_after");
  return limit;
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
  } else if (const auto* table = std::get_if<ResultTable>(&event.what)) {
    recorder_.on_table(*table);
  } else if (auto* finished = std::get_if<RunFinished>(&event.what)) {
    predictions_.split = finished->about_predictions.split;
    predictions_.single_precision = finished->about_predictions.single_precision;
    if (!predictions_.rows.empty()) recorder_.on_predictions(predictions_);
    result_ = std::move(finished->result);
  }
}

}  // namespace logitbench
