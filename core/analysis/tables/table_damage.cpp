#include "core/analysis/tables/table_damage.h"

#include <logitbench/error.h>

namespace logitbench {

void throw_table_damage(const std::filesystem::path& file, size_t line, const std::string& what) {
  throw DataError(file.string() + ":" + std::to_string(line) + ": " + what +
                  "; the command that made it, run again, makes it anew from the journal; see "
                  "logitbench check " +
                  file.parent_path().string());
}

}  // namespace logitbench
