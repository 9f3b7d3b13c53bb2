// The run's parallel loop. One runtime owns the cores during a run (the backend's: OpenMP or TBB);
// everything else that wants to go wide during a step uses its Parallel, so that no two pools fight.
#pragma once

#include <cstddef>
#include <type_traits>

namespace logitbench {

class Parallel {
 public:
  virtual ~Parallel() = default;
  virtual size_t threads() const = 0;

  // Calls body(first, last) on disjoint ranges that cover [0, count). The ranges depend on count,
  // grain and threads() alone, never on timing; at most `grain` items stay on the calling thread.
  // The body must not throw. Not reentrant: a body starts no loop of its own.
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
