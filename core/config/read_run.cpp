#include "core/config/read_run.h"

#include "core/config/part_reader.h"
#include "core/config/run_parts.h"

namespace logitbench {

ResolvedRun read_run(const ConfigNode& root, const std::string& file_stem, SchemaSource& schemas) {
  PartReader reader(file_stem, schemas);
  RunParts parts;
  parts.top = std::make_shared<const TopPart>(reader.top(root));
  for (const PluginKind kind : kPluginKinds)
    parts.plugins[static_cast<size_t>(kind)] =
        std::make_shared<const PluginPart>(reader.plugin(kind, root));
  const Map& init = parts.plugin(PluginKind::model).common.map("init");
  parts.train = std::make_shared<const TrainPart>(reader.train(root, init.text("generator")));
  ResolvedRun run = assemble_run(parts);
  run.identity = identity_of(parts);
  return run;
}

}  // namespace logitbench
