// A loss that does to its process what its parameter says: no run but its own may suffer.
#include <logitbench/error.h>
#include <logitbench/loss.h>
#include <logitbench/plugin.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

namespace {

using namespace logitbench;

class Rough final : public Loss {
 public:
  explicit Rough(std::string how) : how_(std::move(how)) {
    if (how_ == "throws_when_made") throw 42;
    if (how_ == "crashes_at_exit") std::atexit([] { std::raise(SIGSEGV); });
    if (how_ == "hangs_at_exit")
      std::atexit([] {
        while (true) pause();
      });
  }
  void evaluate(const LossBatch<float>& batch, Parallel&) const override { any(batch); }
  void evaluate(const LossBatch<double>& batch, Parallel&) const override { any(batch); }

 private:
  template <class Real>
  void any(const LossBatch<Real>& batch) const {
    if (how_ == "crashes") {
      std::fputs("about to crash\n", stderr);
      std::raise(SIGSEGV);
    }
    if (how_ == "leaves") std::_Exit(7);
    if (how_ == "throws_number") throw 42;
    if (how_ == "throws_error") throw ConfigError("rough: found this, expected that");
    if (how_ == "needs_too_much") throw std::bad_alloc();
    if (how_ == "hangs")
      while (true) pause();
    if (how_ == "prints") std::puts("a word on standard output");
    std::fill(batch.row_loss.begin(), batch.row_loss.end(), Real(1));
    if (!batch.d_logits.empty())
      std::fill_n(batch.d_logits.data, batch.d_logits.rows * batch.d_logits.columns, Real(0));
  }

  std::string how_;
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{
      "rough", "does what `how` says",
      Schema{
          choice("how", "what it does",
                 {"nothing", "crashes", "leaves", "throws_number", "throws_error", "needs_too_much",
                  "hangs", "prints", "throws_when_made", "crashes_at_exit", "hangs_at_exit"})
              .by_default("nothing")},
      [](const Map& parameters) { return std::make_unique<Rough>(parameters.text("how")); }});
}

}  // namespace

LOGITBENCH_PLUGIN("rough", "1.0", enroll)
