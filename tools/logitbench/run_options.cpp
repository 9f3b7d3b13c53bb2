#include "tools/logitbench/run_options.h"

#include <logitbench/error.h>

#include <charconv>
#include <cstdint>

#include "tools/logitbench/command_words.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

size_t jobs_from(const std::string& word) {
  if (word == "auto") return SIZE_MAX;
  size_t jobs = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), jobs);
  if (error != std::errc() || end != word.data() + word.size() || jobs == 0)
    throw ConfigError("run: --jobs: found '" + word + "', expected a number from 1 on, or auto");
  return jobs;
}

RunStatus retry_from(const std::string& word) {
  for (const RunStatus status : {RunStatus::failed, RunStatus::timed_out, RunStatus::interrupted})
    if (word == to_text(status)) return status;
  throw ConfigError("run: --retry: found '" + word +
                    "', expected failed, timed_out or interrupted; a finished run is never done "
                    "twice");
}

}  // namespace

std::optional<RunOptions> parse_run_options(const std::vector<std::string>& arguments,
                                            std::ostream& out) {
  RunOptions options;
  std::string out_dir, jobs, retry, cases, save_cases;
  po::options_description described("Options");
  described.add_options()(
      "out", po::value(&out_dir)->value_name("DIR"),
      "results folder (default results/<experiment>); with several configs it holds one for each")(
      "dry-run", po::bool_switch(&options.dry_run),
      "list the runs and the time they may take; train nothing")(
      "cases", po::value(&cases)->value_name("FILE"),
      "run these cases (.csv, .yaml) in place of the config's sweep")(
      "save-cases", po::value(&save_cases)->value_name("FILE"),
      "write the runs as cases (.csv, .yaml), for --cases")(
      "resume", po::bool_switch(&options.resume),
      "go on where it stopped (the default, said aloud)")(
      "fresh", po::bool_switch(&options.fresh), "start anew; the old folder is set aside")(
      "isolate", po::bool_switch(&options.policy.isolate),
      "each run in a process of its own: one that crashes is one that failed")(
      "jobs", po::value(&jobs)->value_name("N|auto"),
      "runs at once at most; fewer where their threads need the cores (default auto: as many as "
      "the cores hold)")("fail-fast", po::bool_switch(&options.policy.fail_fast),
                         "stop at the first run that fails")(
      "retry", po::value(&retry)->value_name("STATUS"),
      "do only the runs that ended so: failed, timed_out or interrupted")(
      "quiet", po::bool_switch(&options.quiet), "no progress, only the end")(
      "yes", po::bool_switch(&options.yes), "go ahead with more than 10,000 runs")("help",
                                                                                   "this text");
  const auto [given, words] = parse_words("run", arguments, described);
  if (given.count("help") > 0) {
    out << "logitbench run CONFIG... [key=value ...] [options]\n\n"
           "Trains every run that the configs stand for and writes CSVs.\n"
           "key=value sets a key of the config, key=1,2,3 sweeps it, +key=value adds one that "
           "must\n"
           "not be there yet, ~key removes one.\n\n"
        << described
        << "\nWhat a config expects of its runs (expect:) is printed beside what came out.\n"
           "Exit code: 0 done; 1 a run failed, or diverged where that was not expected; else\n"
           "3 an expectation was missed; 2 usage or config; 4 a plugin would not load; 5 data\n"
           "missing or damaged; 6 results cannot be written; 130 interrupted.\n"
           "\nExample:\n"
           "  logitbench run configs/smoke/spiral.yaml optimizer.lr=0.01,0.02 --out /tmp/spiral\n";
    return std::nullopt;
  }
  for (const std::string& word : words) {
    if (word.empty()) throw ConfigError("run: found an empty word; see logitbench run --help");
    if (is_override(word))
      options.overrides.push_back(word);
    else
      options.configs.emplace_back(word);
  }
  if (options.configs.empty())
    throw ConfigError("run: no config given; example: logitbench run configs/smoke/spiral.yaml");
  if (options.resume && options.fresh)
    throw ConfigError("run: --resume goes on and --fresh starts anew; give one of them");
  if (given.count("jobs") > 0) options.policy.jobs = jobs_from(jobs);
  if (given.count("retry") > 0) options.policy.only = retry_from(retry);
  if (options.fresh && options.policy.only)
    throw ConfigError(
        "run: --retry does runs again that ended before, and --fresh starts anew; "
        "give one of them");
  if (given.count("out") > 0) {
    if (out_dir.empty() || out_dir.starts_with("--"))
      throw ConfigError("run: --out needs a folder, found '" + out_dir + "'");
    options.out = out_dir;
  }
  if (options.configs.size() > 1 && given.count("cases") + given.count("save-cases") > 0)
    throw ConfigError("run: --cases and --save-cases go with one config, found several");
  if (given.count("cases") > 0) options.cases = cases;
  if (given.count("save-cases") > 0) options.save_cases = save_cases;
  return options;
}

}  // namespace logitbench
