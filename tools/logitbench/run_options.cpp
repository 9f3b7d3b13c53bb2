#include "tools/logitbench/run_options.h"

#include <logitbench/error.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "tools/logitbench/command_words.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

// The number that the text is as a whole; 0 where it is none.
size_t number_from(std::string_view text) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

size_t jobs_from(const std::string& word) {
  if (word == "auto") return SIZE_MAX;
  const size_t jobs = number_from(word);
  if (jobs == 0)
    throw ConfigError("run: --jobs: found '" + word + "', expected a number from 1 on, or auto");
  return jobs;
}

Shard shard_from(const std::string& word) {
  const size_t slash = std::min(word.find('/'), word.size());
  Shard shard;
  shard.number = number_from(std::string_view(word).substr(0, slash));
  shard.count = slash < word.size() ? number_from(std::string_view(word).substr(slash + 1)) : 0;
  if (shard.number == 0 || shard.count == 0 || shard.number > shard.count)
    throw ConfigError("run: --shard: found '" + word +
                      "', expected I/N, the number of this process from 1 on and how many there "
                      "are, e.g. 2/3");
  return shard;
}

bool is_slurm(const std::string& launcher) {
  if (launcher != "slurm" && launcher != "local")
    throw ConfigError("run: --launcher: found '" + launcher + "', expected local or slurm");
  return launcher == "slurm";
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
  std::string out_dir, jobs, retry, shard, launcher, cases, save_cases;
  po::options_description described("Options");
  auto add = described.add_options();
  add("out", po::value(&out_dir)->value_name("DIR"),
      "results folder (default results/<experiment>); with several configs it holds one for each");
  add("dry-run", po::bool_switch(&options.dry_run),
      "list the runs and the time they may take; train nothing");
  add("cases", po::value(&cases)->value_name("FILE"),
      "run these cases (.csv, .yaml) in place of the config's sweep");
  add("save-cases", po::value(&save_cases)->value_name("FILE"),
      "write the runs as cases (.csv, .yaml), for --cases");
  add("resume", po::bool_switch(&options.resume),
      "go on where it stopped (the default, said aloud)");
  add("fresh", po::bool_switch(&options.fresh), "start anew; the old folder is set aside");
  add("isolate", po::bool_switch(&options.policy.isolate),
      "each run in a process of its own: one that crashes is one that failed");
  add("jobs", po::value(&jobs)->value_name("N|auto"),
      "runs at once at most; fewer where their threads need the cores (default auto: as many as "
      "the cores hold)");
  add("fail-fast", po::bool_switch(&options.policy.fail_fast), "stop at the first run that fails");
  add("retry", po::value(&retry)->value_name("STATUS"),
      "do only the runs that ended so: failed, timed_out or interrupted");
  add("shard", po::value(&shard)->value_name("I/N"),
      "do only every Nth run, from the Ith on: N such processes, on any machines that share the "
      "folder, do the whole sweep");
  add("launcher", po::value(&launcher)->value_name("local|slurm"),
      "slurm: submit the runs as one job array of shards, as the config's section slurm says; with "
      "--dry-run print its script (default local: do them here)");
  add("quiet", po::bool_switch(&options.quiet), "no progress, only the end");
  add("yes", po::bool_switch(&options.yes), "go ahead with more than 10,000 runs");
  add("help", "this text");
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
  if (given.count("shard") > 0) options.policy.shard = shard_from(shard);
  options.slurm = given.count("launcher") > 0 && is_slurm(launcher);
  if (options.slurm && options.policy.shard)
    throw ConfigError(
        "run: --launcher slurm makes shards of its own, and --shard is one of them; give one of "
        "the two (slurm.shards=N says how many)");
  if (options.fresh && options.policy.shard)
    throw ConfigError(
        "run: --fresh sets the folder aside in which the other shards work; move the folder away "
        "before the first shard starts, or choose another one with --out DIR");
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

std::vector<std::string> shard_words(const RunOptions& options, size_t config,
                                     const std::filesystem::path& folder) {
  std::vector<std::string> words{"run", std::filesystem::absolute(options.configs[config])};
  const auto add = [&](const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  add(options.overrides);
  add({"--out", std::filesystem::absolute(folder).string()});
  const RunPolicy& policy = options.policy;
  if (policy.jobs != SIZE_MAX) add({"--jobs", std::to_string(policy.jobs)});
  if (policy.fail_fast) add({"--fail-fast"});
  if (policy.isolate) add({"--isolate"});
  if (policy.only) add({"--retry", to_text(*policy.only)});
  if (options.quiet) add({"--quiet"});
  if (options.yes) add({"--yes"});
  // A folder that is not there may stand on the search path, but not on a command line.
  for (const std::filesystem::path& path : policy.plugin_paths)
    if (std::filesystem::is_directory(path))
      add({"--plugin-path", std::filesystem::absolute(path).string()});
  return words;
}

}  // namespace logitbench
