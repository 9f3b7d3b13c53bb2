// The run's parallel loop. One runtime owns the cores during a run (the backend's: OpenMP or TBB);
// everything else that wants to go wide during a step uses its Parallel, so that no two pools fight.
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace logitbench {

// How a loop is cut: equal parts, as many as there are threads while each has `grain` items.
struct StaticRanges {
  StaticRanges(size_t items, size_t grain, size_t threads)
      : count(items),
        parts(std::clamp<size_t>(items / std::max<size_t>(grain, 1), 1,
                                 std::max<size_t>(threads, 1))) {}
  std::pair<size_t, size_t> range(size_t part) const { return {begin(part), begin(part + 1)}; }

  size_t count;
  size_t parts;

 private:
  size_t begin(size_t part) const { return count / parts * part + std::min(part, count % parts); }
};

class Parallel {
 public:
  virtual ~Parallel() = default;
  virtual size_t threads() const = 0;

  // Calls body(first, last) on disjoint ranges that cover [0, count). The ranges depend on count,
  // grain and threads() alone, never on timing; fewer than 2 · grain items stay on the calling
  // thread. The body must not throw. Not reentrant: a body starts no loop of its own.
  template <class Body>
  void over(size_t count, size_t grain, Body&& body) {
    using Plain = std::remove_reference_t<Body>;
    run(count, grain, const_cast<void*>(static_cast<const void*>(&body)),
        [](void* context, size_t first, size_t last) {
          (*static_cast<Plain*>(context))(first, last);
        });
  }

 protected:
  using Call = void (*)(void* context, size_t first, size_t last);
  virtual void run(size_t count, size_t grain, void* context, Call call) = 0;
};

// One thread, in order.
class Serial final : public Parallel {
 public:
  size_t threads() const override { return 1; }

 protected:
  void run(size_t count, size_t, void* context, Call call) override {
    if (count > 0) call(context, 0, count);
  }
};

}  // namespace logitbench
