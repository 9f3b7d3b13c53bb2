#include "core/sweep/part_store.h"

#include <optional>

#include <logitbench/error.h>

#include "core/config/value_text.h"

namespace logitbench {

namespace {

// Parts of more contents than this are read again where they come again.
constexpr size_t kMostKept = 4096;

Map below(const char* key, const Map& values) {
  Map result;
  result.set(key, values);
  return result;
}

}  // namespace

PartStore::PartStore(const std::vector<SweptKey>& keys, const WrittenConfig& written,
                     PartReader& reader, Exclusions& exclusions)
    : written_(written), reader_(reader), exclusions_(exclusions) {
  most_kept_.fill(kMostKept);
  for (size_t part = 0; part < kParts; ++part)
    for (const size_t key : written.keys_of(part))
      if (keys[key].range && keys[key].range->distribution != Distribution::integer)
        most_kept_[part] = 1;  // a drawn real hardly ever comes twice
}

// `also`: what the part depends on beside its own keys. `read` gives the part and its values.
template <class Read>
const PartStore::Entry& PartStore::entry(size_t part, const Setting& setting, std::string_view also,
                                         Read&& read) {
  key_.assign(also);
  for (const size_t key : written_.keys_of(part))
    key_.append(reinterpret_cast<const char*>(&setting[key]), sizeof setting[key]);
  auto& known = known_[part];
  if (const auto found = known.find(key_); found != known.end()) return found->second;
  if (known.size() >= most_kept_[part]) known.clear();
  Entry& entry = known[key_];
  const ConfigNode tree = written_.part(part, setting);
  std::optional<Map> resolved;
  try {
    auto [content, values] = read(tree);
    entry.part = std::make_shared<const decltype(content)>(std::move(content));
    resolved = std::move(values);
  } catch (const ConfigError&) {
    // Told from the whole config, where it is needed: the message may name other sections.
  }
  entry.verdicts = exclusions_.judge(part, tree, resolved ? &*resolved : nullptr);
  return entry;
}

SettingParts PartStore::parts_of(const Setting& setting) {
  SettingParts result;
  const auto take = [&](size_t part, const Entry& entry) {
    result.verdicts[part] = &entry.verdicts;
    result.valid = result.valid && entry.part != nullptr;
    return entry.part;
  };
  result.parts.top = std::static_pointer_cast<const TopPart>(
      take(kTopPart, entry(kTopPart, setting, "", [&](const ConfigNode& tree) {
             TopPart top = reader_.top(tree);
             Map values = top.values;
             return std::pair(std::move(top), std::move(values));
           })));
  for (const PluginKind kind : kPluginKinds) {
    const auto part = static_cast<size_t>(kind);
    result.parts.plugins[part] = std::static_pointer_cast<const PluginPart>(
        take(part, entry(part, setting, "", [&](const ConfigNode& tree) {
               PluginPart plugin = reader_.plugin(kind, tree);
               Map values = below(to_text(kind), plugin.resolved);
               return std::pair(std::move(plugin), std::move(values));
             })));
  }
  const auto& model = result.parts.plugins[static_cast<size_t>(PluginKind::model)];
  const std::string generator = model == nullptr ? "" : model->common.map("init").text("generator");
  result.parts.train = std::static_pointer_cast<const TrainPart>(
      take(kTrainPart, entry(kTrainPart, setting, generator, [&](const ConfigNode& tree) {
             TrainPart train = reader_.train(tree, generator);
             Map values = below("train", train.resolved);
             return std::pair(std::move(train), std::move(values));
           })));
  return result;
}

}  // namespace logitbench
