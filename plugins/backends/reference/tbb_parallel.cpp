#include "tbb_parallel.h"

#include <oneapi/tbb/parallel_for.h>

namespace logitbench::reference {

TbbParallel::TbbParallel(size_t threads) : threads_(threads), arena_(static_cast<int>(threads)) {}

void TbbParallel::run(size_t count, size_t grain, void* context, Call call) {
  if (count == 0) return;
  const StaticRanges ranges(count, grain, threads_);
  if (ranges.parts == 1) {
    call(context, 0, count);
    return;
  }
  arena_.execute([&] {
    oneapi::tbb::parallel_for(
        size_t{0}, ranges.parts,
        [&](size_t part) {
          const auto [first, last] = ranges.range(part);
          call(context, first, last);
        },
        oneapi::tbb::static_partitioner());
  });
}

}  // namespace logitbench::reference
