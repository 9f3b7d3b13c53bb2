#include "tools/logitbench/run_record_data.h"

#include "tools/logitbench/begun_process.h"

namespace logitbench {

Json run_record_json(const RunRecord& record) {
  return {{"status", to_text(record.status)},
          {"reason", record.reason},
          {"process", record.begun ? process_json(*record.begun) : Json()},
          {"epochs", json_or_null(record.epochs)},
          {"wall_s", json_number(record.wall_s)},
          {"samples_per_s", json_number(record.samples_per_s)}};
}

}  // namespace logitbench
