#include "core/record/made_of.h"

namespace logitbench {

Json named_texts_json(const NamedTexts& texts) {
  Json object = Json::object();
  for (const auto& [name, text] : texts) object[name] = text;
  return object;
}

Json made_of_json(const MadeOf& made_of) {
  Json facts = Json::object();
  for (const Fact& fact : made_of.facts) facts[fact.name] = fact.value;
  return {{"threads", made_of.threads},
          {"backend_library", made_of.backend_library},
          {"data_sha256", named_texts_json(made_of.data_sha256)},
          {"facts", std::move(facts)}};
}

MadeOf made_of_from(const Json& json) {
  MadeOf made_of{json.at("threads"), json.at("backend_library"), {}, facts_from(json.at("facts"))};
  for (const auto& [split, hash] : json.at("data_sha256").items())
    made_of.data_sha256.emplace_back(split, hash.get<std::string>());
  return made_of;
}

Facts facts_from(const Json& json) {
  Facts facts;
  for (const auto& [name, value] : json.items()) facts.push_back({name, value.get<uint64_t>()});
  return facts;
}

}  // namespace logitbench
