#include "core/sweep/slurm_script.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <algorithm>

namespace logitbench {

namespace {

// Seconds before its time limit at which a task is asked to stop: the runs under way end with their
// next batch, the tables are written.
constexpr int kSecondsBefore = 60;

// As a value in a line of options.
std::string option_quoted(const std::filesystem::path& path) {
  const std::string text = path.string();
  if (text.find_first_of("\"\\\n\r") != std::string::npos)
    throw ConfigError("--launcher slurm: the path " + text +
                      " holds a quote, a backslash or a line end, which sbatch does not take; "
                      "choose another folder with --out DIR");
  return "\"" + text + "\"";
}

std::string shell_quoted(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// sbatch replaces what stands behind a percent sign.
std::string doubled_percents(const std::string& text) {
  std::string doubled;
  for (const char c : text) doubled += c == '%' ? std::string("%%") : std::string(1, c);
  return doubled;
}

constexpr const char* kBody = R"(
# A task is one shard: it does those of its runs that are not finished yet. Near its time limit
# Slurm sends USR1: the runs under way stop, and the task queues itself again.
again=no stop=no told=no
trap stop=yes TERM
trap 'again=yes stop=yes' USR1
{} --shard "$SLURM_ARRAY_TASK_ID/{}" &
shard=$!
sleep 1  # a signal before the shard listens would be lost on it
while
  if [ $stop = yes ] && [ $told = no ]; then
    told=yes  # once: a second one would kill it
    kill -TERM "$shard"
  fi
  code=0
  wait "$shard" || code=$?
  kill -0 "$shard" 2>/dev/null  # a signal ends `wait`, not yet the shard
do :; done
if [ "$again" = yes ] && [ "$code" -eq 130 ]; then
  scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_$SLURM_ARRAY_TASK_ID"
fi
exit "$code"
)";

}  // namespace

size_t shards_for(size_t runs, const SlurmSettings& settings) {
  return std::clamp<size_t>(settings.shards.value_or(kMostShards), 1, std::max<size_t>(runs, 1));
}

std::string slurm_script(const SlurmJob& job, const SlurmSettings& settings) {
  std::string script = "#!/bin/sh\n";
  const auto option = [&](const std::string& text) { script += "#SBATCH " + text + "\n"; };
  option("--job-name=" + job.name);
  option(fmt::format("--array=1-{}{}", job.shards,
                     settings.array_limit ? fmt::format("%{}", *settings.array_limit) : ""));
  option("--requeue");
  option("--open-mode=append");
  option(fmt::format("--signal=B:USR1@{}", kSecondsBefore));
  option("--chdir=" + option_quoted(job.working_folder));
  option("--output=" + option_quoted(doubled_percents(job.output_folder.string()) + "/%A_%a.out"));
  if (settings.partition) option("--partition=" + *settings.partition);
  if (settings.time) option("--time=" + *settings.time);
  if (settings.cpus) option(fmt::format("--cpus-per-task={}", *settings.cpus));
  if (settings.mem) option("--mem=" + *settings.mem);
  for (const std::string& extra : settings.extra) option(extra);
  std::string command;
  for (const std::string& word : job.command)
    command += (command.empty() ? "" : " ") + shell_quoted(word);
  return script + fmt::format(fmt::runtime(kBody), command, job.shards);
}

}  // namespace logitbench
