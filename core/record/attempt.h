// One execution of a run, as it is kept in memory: small, however many epochs it has.
#pragma once

#include <logitbench/recorder.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/record/epoch_summary.h"
#include "core/record/made_of.h"

namespace logitbench {

// Where its events stand: the lines of `file` from byte `begin` up to `end` that name the attempt.
// Other attempts of the same process may have theirs between them.
struct JournalPlace {
  std::shared_ptr<const std::filesystem::path> file;  // null: nowhere
  uint64_t attempt = 0;
  uint64_t begin = 0, end = 0;
};

struct Attempt {
  std::string run_id;
  int64_t started_us = 0;  // since 1970
  EpochSummary epochs;
  std::optional<RunResult> result;  // none: it never ended, or a part of it is lost
  size_t prediction_rows = 0;       // none where no predictions were asked for
  size_t tables = 0;                // of tables.csv
  std::shared_ptr<const MadeOf> made_of = std::make_shared<MadeOf>();  // all but data_sha256
  std::shared_ptr<const NamedTexts> data_sha256 = std::make_shared<NamedTexts>();
  JournalPlace place;
};

// Others have overtaken a run that waited for them: it is its last attempt that ends so.
struct RunPruned {
  std::string run_id;
  int64_t at_us = 0;  // since 1970; an attempt that started later is another one
  std::string reason;
};

MadeOf whole_made_of(const Attempt& attempt);

// What is not kept in memory: read back from the journal (journal_reader.h).
struct AttemptRecords {
  std::vector<EpochRecord> epochs;
  Predictions predictions;
  std::vector<ResultTable> tables;
};

// What the attempts of a sweep have in common is kept once: most record the same series, and most
// are made of the same. Belongs to one thread at a time.
class SharedParts {
 public:
  // Of one that has ended.
  void share(Attempt& attempt, MadeOf made_of);

 private:
  struct ByContent {
    bool operator()(const auto& a, const auto& b) const { return *a < *b; }
  };
  template <class T>
  using Pool = std::set<std::shared_ptr<const T>, ByContent>;
  Pool<std::vector<MetricSeries>> series_;
  Pool<MadeOf> made_of_;
  Pool<NamedTexts> data_sha256_;
};

}  // namespace logitbench
