#include "tools/logitbench/guarded_run.h"

#include <new>

namespace logitbench {

GuardedResult guarded(const std::function<RunResult()>& run) {
  const auto failed = [](const char* reason, ExitCode code = ExitCode::runs_failed) {
    GuardedResult guarded;
    guarded.result.status = RunStatus::failed;
    guarded.result.reason = reason;
    guarded.code_if_failed = code;
    return guarded;
  };
  try {
    return {run()};
  } catch (const ResultsError&) {
    throw;
  } catch (const Error& error) {
    return failed(error.what(), error.exit_code());
  } catch (const std::bad_alloc&) {
    return failed("out of memory; a smaller model or batch_size needs less");
  } catch (const std::exception& error) {
    return failed(error.what());
  } catch (...) {
    return failed("a plugin threw what is no std::exception");
  }
}

}  // namespace logitbench
