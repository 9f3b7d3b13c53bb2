#include "core/sweep/exclusions.h"

#include <fmt/format.h>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/nearest_name.h"
#include "core/config/scalars.h"

namespace logitbench {

namespace {

void collect_keys(const Map& map, const std::string& prefix, std::vector<std::string>& keys) {
  for (const auto& [key, value] : map) {
    keys.push_back(prefix + key);
    if (value.is_map()) collect_keys(value.map(), prefix + key + ".", keys);
  }
}

}  // namespace

std::vector<std::string> dotted_keys(const Map& resolved) {
  std::vector<std::string> keys;
  collect_keys(resolved, "", keys);
  return keys;
}

const Value* find_value(const Map& resolved, const std::vector<std::string>& path) {
  const Map* map = &resolved;
  const Value* value = nullptr;
  for (const std::string& key : path) {
    if (map == nullptr) return nullptr;
    value = map->find(key);
    if (value == nullptr) return nullptr;
    map = value->is_map() ? &value->map() : nullptr;
  }
  return value;
}

bool same_setting(const Value& wanted, const Value& setting) {
  if (wanted.is_number() && setting.is_number())
    return wanted.is_integer() && setting.is_integer() ? wanted == setting
                                                       : wanted.real() == setting.real();
  if (wanted.is_text() && setting.is_map()) {
    const Value* name = setting.map().find("name");
    return name != nullptr && *name == wanted;
  }
  if (wanted.is_list() && setting.is_list()) {
    const List &a = wanted.list(), &b = setting.list();
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i < a.size(); ++i)
      if (!same_setting(a[i], b[i])) return false;
    return true;
  }
  if (wanted.is_map() && setting.is_map()) {
    for (const auto& [key, value] : wanted.map()) {
      const Value* other = setting.map().find(key);
      if (other == nullptr || !same_setting(value, *other)) return false;
    }
    return true;
  }
  if (wanted.is_map() && setting.is_text())
    return wanted.map().begin() != wanted.map().end() && wanted.map().begin()->first == "name" &&
           wanted.map().begin() + 1 == wanted.map().end() &&
           wanted.map().begin()->second == setting;
  return wanted == setting;
}

Exclusions::Exclusions(const std::vector<Exclusion>& exclusions) : exclusions_(exclusions) {
  std::array<size_t, kParts> places{};
  for (const Exclusion& exclusion : exclusions) {
    Use& use = uses_.emplace_back();
    for (const ConfigNode::Entry& entry : exclusion.where.entries) {
      Wanted wanted;
      wanted.path = split_key(entry.key, entry.key_at);
      wanted.value = natural_value(entry.value);
      wanted.part = part_of(wanted.path.front());
      wanted.place = places[wanted.part]++;
      wanted.is_seed = wanted.path.size() == 1 && wanted.path.front() == "seed";
      use.wanted.push_back(std::move(wanted));
    }
  }
}

Exclusions::Verdicts Exclusions::judge(size_t part, const ConfigNode& written,
                                       const Map* resolved) {
  Verdicts verdicts;
  for (const Use& use : uses_)
    for (const Wanted& wanted : use.wanted) {
      if (wanted.part != part) continue;
      const Value* value = resolved == nullptr ? nullptr : find_value(*resolved, wanted.path);
      // As written too: a path is resolved, a number in a text parameter is text.
      const ConfigNode* node = find_key(written, wanted.path);
      const bool same = (value != nullptr && same_setting(wanted.value, *value)) ||
                        (node != nullptr && same_setting(wanted.value, natural_value(*node)));
      const bool there = value != nullptr || node != nullptr;
      verdicts.push_back(same ? Verdict::same : there ? Verdict::other : Verdict::not_there);
    }
  return verdicts;
}

bool Exclusions::leaves_out(const std::array<const Verdicts*, kParts>& parts, uint64_t seed) {
  bool out = false;
  const Value seed_value(static_cast<int64_t>(seed));
  for (Use& use : uses_) {
    bool all = true;
    for (Wanted& wanted : use.wanted) {
      const Verdict verdict =
          wanted.is_seed ? same_setting(wanted.value, seed_value) ? Verdict::same : Verdict::other
                         : (*parts[wanted.part])[wanted.place];
      wanted.seen |= verdict != Verdict::not_there;
      all = all && verdict == Verdict::same;
    }
    use.matched |= all;
    out |= all;
  }
  return out;
}

void Exclusions::check_all_used(const std::vector<std::string>& known_keys) const {
  for (size_t i = 0; i < exclusions_.size(); ++i) {
    if (uses_[i].matched) continue;
    for (size_t k = 0; k < uses_[i].wanted.size(); ++k) {
      const ConfigNode::Entry& entry = exclusions_[i].where.entries[k];
      if (!uses_[i].wanted[k].seen)
        fail(entry.key_at,
             fmt::format("sweep.exclude: found the key {}, which no run of this sweep "
                         "has, expected a key of the config{}",
                         shown(entry.key), did_you_mean(entry.key, known_keys)));
    }
    fail(exclusions_[i].at,
         "sweep.exclude: found a combination that is not among the runs, expected one that is; "
         "correct it or take it out");
  }
}

}  // namespace logitbench
