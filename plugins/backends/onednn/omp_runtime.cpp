#include "omp_runtime.h"

#include <omp.h>

#include <float_network/denormals.h>

namespace logitbench::onednn {
namespace {

using namespace float_network;

void set_flush_bits_of_team(int threads, unsigned bits) {
  if (threads == 1) {
    set_flush_bits(bits);
    return;
  }
#pragma omp parallel num_threads(threads)
  set_flush_bits(bits);
}

}  // namespace

void OmpParallel::run(size_t count, size_t grain, void* context, Call call) {
  if (count == 0) return;
  const StaticRanges ranges(count, grain, threads_);
  if (ranges.parts == 1) {
    call(context, 0, count);
    return;
  }
  // The team may come out smaller than asked for (OMP_THREAD_LIMIT); the ranges stay.
#pragma omp parallel num_threads(static_cast <int>(ranges.parts))
  for (size_t part = static_cast<size_t>(omp_get_thread_num()); part < ranges.parts;
       part += static_cast<size_t>(omp_get_num_threads())) {
    const auto [first, last] = ranges.range(part);
    call(context, first, last);
  }
}

KernelScope::KernelScope(size_t threads)
    : threads_(static_cast<int>(threads)),
      threads_before_(omp_get_max_threads()),
      flush_before_(flush_bits()) {
  omp_set_num_threads(threads_);
  set_flush_bits_of_team(threads_, kFlushBits);
}

KernelScope::~KernelScope() {
  set_flush_bits_of_team(threads_, 0);
  set_flush_bits(flush_before_);
  omp_set_num_threads(threads_before_);
}

}  // namespace logitbench::onednn
