// logitbench show: what a folder says of one run, and that the run can be had again from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string hash_of(const std::string& run_id) { return run_id.substr(run_id.rfind('-')); }

class Show : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> words) const {
    words.insert(words.begin(), "run");
    return logitbench(words, scratch.path());
  }
  Outcome show(std::vector<std::string> words) const {
    words.insert(words.begin(), "show");
    return logitbench(words, scratch.path());
  }
  nlohmann::json json(const std::string& run_id) const {
    const Outcome outcome = show({"r", run_id, "--json"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out);
  }
  // Runs the printed config of each run: it is the same run, with the same curves.
  void expect_repeated_by_its_config() const {
    const std::string curves = read_file(scratch / "r/curves.csv");
    for (const CsvRow& row : read_csv(scratch / "r/runs.csv")) {
      const std::string run_id = row.at("run_id");
      const Outcome config = show({"r", run_id, "--config"});
      ASSERT_EQ(config.exit_code, 0) << config.err;
      EXPECT_THAT(show({"r", run_id}).out, HasSubstr(config.out));
      write_file(scratch / "again.yaml", config.out);
      const Outcome again = run({"again.yaml", "--out", "again", "--fresh"});
      ASSERT_TRUE(again.exit_code == 0 || row.at("status") == "diverged") << again.err;
      const std::vector<CsvRow> runs = read_csv(scratch / "again/runs.csv");
      ASSERT_EQ(runs.size(), 1u);
      EXPECT_EQ(hash_of(runs[0].at("run_id")), hash_of(run_id));
      EXPECT_EQ(curves_of(scratch / "again", runs[0].at("run_id")),
                curves_of(scratch / "r", run_id));
    }
  }
  // Gives the printed command to a shell. Returns the folder of its results.
  fs::path repeated_by_its_command(const std::string& run_id) const {
    const std::string command = json(run_id)["command"];
    EXPECT_THAT(show({"r", run_id}).out, HasSubstr("\n  " + command + "\n"));
    const std::string program = std::string(LOGITBENCH_PROGRAM);
    const std::string line = "cd '" + scratch.path().string() + "' && '" + program + "'" +
                             command.substr(std::string("logitbench").size()) + " > .command 2>&1";
    EXPECT_EQ(std::system(line.c_str()), 0) << line;
    return scratch / ("results/again/" + run_id);
  }
  // The lines of a run in curves.csv, without its name.
  static std::string curves_of(const fs::path& results, const std::string& run_id) {
    std::istringstream in(read_file(results / "curves.csv"));
    std::string lines;
    for (std::string line; std::getline(in, line);)
      if (line.starts_with(run_id + ",")) lines += line.substr(run_id.size()) + "\n";
    EXPECT_FALSE(lines.empty()) << run_id;
    return lines;
  }
  const Scratch scratch;
};

TEST_F(Show, the_printed_config_is_the_same_run_with_the_same_curves) {
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=3", "+target=0.9",
       "+optimizer.clip_norm=0.5", "+loss.label_smoothing=0.1", "+model.activation=tanh",
       "seed=5,6", "+note=it's \"<b>odd</b>\": #1"});
  expect_repeated_by_its_config();
}

TEST_F(Show, the_printed_config_holds_for_every_loss_and_backend) {
  run({config("smoke/losses.yaml"), "--out", "r", "train.epochs=2"});
  expect_repeated_by_its_config();
}

TEST_F(Show, the_printed_config_holds_for_images_and_a_run_that_diverges) {
  run({config("notebooks/mnist37_cross_entropy.yaml"), "--out", "r", "train.epochs=2",
       "+dataset.limit=2000", "~expect"});
  expect_repeated_by_its_config();
}

TEST_F(Show, the_printed_command_gives_the_same_run) {
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=2", "optimizer.lr=0.1,0.01",
       "+sweep.repeats=2"});
  for (const CsvRow& row : read_csv(scratch / "r/runs.csv")) {
    const std::string run_id = row.at("run_id");
    const fs::path again = repeated_by_its_command(run_id);
    const std::string other = read_csv(again / "runs.csv").at(0).at("run_id");
    EXPECT_EQ(hash_of(other), hash_of(run_id));
    EXPECT_EQ(curves_of(again, other), curves_of(scratch / "r", run_id));
  }
}

TEST_F(Show, the_printed_command_finds_the_plugins_again) {
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=2", "loss=rough",
       "loss.how=nothing", "--plugin-path", LOGITBENCH_ROUGH_PLUGIN_DIR});
  const std::string run_id = read_csv(scratch / "r/runs.csv").at(0).at("run_id");
  const fs::path again = repeated_by_its_command(run_id);
  EXPECT_EQ(curves_of(again, read_csv(again / "runs.csv").at(0).at("run_id")),
            curves_of(scratch / "r", run_id));
}

TEST_F(Show, says_how_a_run_ended_and_what_it_recorded) {
  run({config("smoke/metrics.yaml"), "--out", "r", "+predictions=3", "+target=0.3"});
  const std::string run_id = read_csv(scratch / "r/runs.csv").at(0).at("run_id");
  const Outcome text = show({"r"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, AllOf(HasSubstr(run_id), HasSubstr("completed, 20 epochs"),
                              HasSubstr("confusion, reliability"), HasSubstr("predictions.csv"),
                              HasSubstr("target"), HasSubstr("240 rows")));
  const auto shown = json(run_id);
  const CsvRow row = read_csv(scratch / "r/runs.csv").at(0);
  size_t metrics = 0;
  for (const auto& metric : shown["results"]) {
    const std::string name = metric["metric"];
    EXPECT_EQ(metric["final"].get<double>(), std::stod(row.at("final." + name))) << name;
    EXPECT_EQ(metric["best"].get<double>(), std::stod(row.at("best." + name))) << name;
    ++metrics;
  }
  EXPECT_GT(metrics, 20u);
  EXPECT_EQ(std::to_string(shown["target_epoch"].get<int>()), row.at("target_epoch"));
  size_t points = 0;
  for (const auto& [name, series] : shown["curves"].items()) points += series.size();
  EXPECT_EQ(points, read_csv(scratch / "r/curves.csv").size());
  EXPECT_TRUE(shown["error_log"].is_null());
  EXPECT_TRUE(fs::exists(scratch / shown["predictions"].get<std::string>()));
}

TEST_F(Show, shows_why_a_run_failed_or_diverged) {
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=2", "optimizer=sgd",
       "optimizer.lr=1e30"});
  const Outcome diverged = show({"r"});
  EXPECT_EQ(diverged.exit_code, 0) << diverged.err;
  EXPECT_THAT(diverged.out, AllOf(HasSubstr("diverged"), HasSubstr("\nerror.log\n")));
  run({config("smoke/spiral.yaml"), "--out", "f", "dataset.validation=test"});
  const Outcome failed = show({"f"});
  EXPECT_EQ(failed.exit_code, 0) << failed.err;
  EXPECT_THAT(failed.out, AllOf(HasSubstr("failed"), HasSubstr("has no test split"),
                                HasSubstr("results: none")));
}

TEST_F(Show, of_a_queued_run_shows_config_and_command) {
  run({config("smoke/spiral.yaml"), "--out", "r", "dataset.validation=test,train", "--fail-fast",
       "--jobs", "1", "+target=0.9"});
  const std::string run_id = read_csv(scratch / "r/runs.csv").at(1).at("run_id");
  ASSERT_EQ(read_csv(scratch / "r/runs.csv").at(1).at("status"), "queued");
  const Outcome queued = show({"r", run_id});
  EXPECT_EQ(queued.exit_code, 0) << queued.err;
  EXPECT_THAT(queued.out,
              AllOf(Not(HasSubstr("reached")), HasSubstr("queued"), HasSubstr("results: none"),
                    HasSubstr("logitbench run"), HasSubstr("validation: train")));
  const auto shown = json(run_id);
  EXPECT_TRUE(shown["made_of"].is_null());
  EXPECT_TRUE(shown["epochs"].is_null());
}

// Under way it is running with what it has, and after its death queued with the same.
TEST_F(Show, of_a_run_under_way_shows_what_it_has) {
  fs::create_directories(scratch / "its own output");
  Child child({"run", config("smoke/spiral.yaml"), "--out", (scratch / "r").string(),
               "train.epochs=100000000"},
              scratch / "its own output");
  ASSERT_TRUE(wait_for_journal(scratch / "r", 100));
  const Outcome running = show({"r"});
  const auto while_running = nlohmann::json::parse(show({"r", "--json"}).out);
  kill(child.pid(), SIGKILL);
  child.wait();
  EXPECT_EQ(running.exit_code, 0) << running.err;
  EXPECT_THAT(running.out, AllOf(HasSubstr("running"), HasSubstr("process"),
                                 HasSubstr("after epoch"), Not(HasSubstr("results: none"))));
  EXPECT_EQ(while_running["process"]["state"], "lives");
  const auto dead = nlohmann::json::parse(show({"r", "--json"}).out);
  EXPECT_EQ(dead["status"], "queued");
  EXPECT_EQ(dead["process"]["state"], "dead");
  const auto& first = while_running["curves"]["valid.loss"];
  const auto& all = dead["curves"]["valid.loss"];
  ASSERT_GE(all.size(), first.size());
  for (size_t i = 0; i < first.size(); ++i) EXPECT_EQ(all[i], first[i]);
  const Outcome diff = logitbench({"diff", "r", "r"}, scratch.path());
  EXPECT_EQ(diff.exit_code, 0) << diff.err;
}

TEST_F(Show, without_a_journal_the_tables_say_it) {
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=2", "seed=1,2"});
  const std::string run_id = read_csv(scratch / "r/runs.csv").at(1).at("run_id");
  const auto before = json(run_id);
  fs::remove_all(scratch / "r/journal");
  const auto after = json(run_id);
  for (const char* key : {"status", "epochs", "wall_s", "samples_per_s", "results", "curves",
                          "command", "config_yaml"})
    EXPECT_EQ(after[key], before[key]) << key;
}

TEST_F(Show, an_empty_journal_folder_is_none) {
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=2"});
  const std::string run_id = read_csv(scratch / "r/runs.csv").at(0).at("run_id");
  const auto before = json(run_id);
  fs::remove_all(scratch / "r/journal");
  fs::create_directory(scratch / "r/journal");
  const auto after = json(run_id);
  for (const char* key : {"status", "epochs", "results", "curves"})
    EXPECT_EQ(after[key], before[key]) << key;
  const Outcome status = logitbench({"status", "r"}, scratch.path());
  EXPECT_EQ(status.exit_code, 2);
  EXPECT_THAT(status.err, HasSubstr("has no journal"));
}

// The manifest names the runs anew when the plan grows, the journal does not.
TEST_F(Show, a_run_that_was_named_anew_since_has_its_end) {
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=2"});
  const std::string old = read_csv(scratch / "r/runs.csv").at(0).at("run_id");
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=2", "+sweep.repeats=2"});
  const CsvRow row = read_csv(scratch / "r/runs.csv").at(0);
  ASSERT_NE(row.at("run_id"), old);
  ASSERT_EQ(hash_of(row.at("run_id")), hash_of(old));
  const auto shown = json(row.at("run_id"));
  EXPECT_EQ(shown["status"], "completed");
  EXPECT_EQ(std::to_string(shown["epochs"].get<int>()), row.at("epochs"));
  const auto status =
      nlohmann::json::parse(logitbench({"status", "r", "--json"}, scratch.path()).out);
  EXPECT_EQ(status["counts"]["completed"], 2);
}

// Runs that competed end each other; one that is done again is alone, and comes to its end.
TEST_F(Show, the_printed_command_of_a_run_that_competed_does_not_compete) {
  const std::string methods[] = {
      "+stop={method: median, metric: valid.loss, first: 2, after: 1}",
      "+stop={method: successive_halving, metric: valid.loss, first_epochs: 1, factor: 2}"};
  for (const std::string& stop : methods) {
    fs::remove_all(scratch / "results");
    run({config("smoke/spiral.yaml"), "--out", "r", "--fresh", "train.epochs=4",
         "optimizer.lr=0.02,0.01,0.03,0.04,1e-9,1e-8", stop});
    size_t pruned = 0;
    for (const CsvRow& row : read_csv(scratch / "r/runs.csv")) {
      const std::string run_id = row.at("run_id");
      pruned += row.at("status") == "pruned";
      const CsvRow again = read_csv(repeated_by_its_command(run_id) / "runs.csv").at(0);
      EXPECT_EQ(again.at("status"), "completed") << stop;
      EXPECT_EQ(again.at("epochs"), "4") << stop;
      EXPECT_EQ(hash_of(again.at("run_id")), hash_of(run_id));
    }
    EXPECT_GT(pruned, 0u) << stop;
  }
}

TEST_F(Show, refuses_what_it_cannot_find) {
  run({config("smoke/spiral.yaml"), "--out", "r", "train.epochs=1", "seed=1,2,3"});
  EXPECT_EQ(show({}).exit_code, 2);
  EXPECT_EQ(show({"r", "a", "b"}).exit_code, 2);
  EXPECT_EQ(show({"absent", "x"}).exit_code, 2);
  const Outcome unknown = show({"r", "nothing"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("has no run 'nothing'"));
  const Outcome several = show({"r", "seed"});
  EXPECT_EQ(several.exit_code, 2);
  EXPECT_THAT(several.err, HasSubstr("3 runs"));
  EXPECT_EQ(show({"r", "seed2", "--json", "--config"}).exit_code, 2);
  EXPECT_EQ(show({"r", "seed2"}).exit_code, 0);
  EXPECT_EQ(show({"r/seed2/"}).exit_code, 0);
  write_file(scratch / "r/manifest.json", "{");
  EXPECT_EQ(show({"r", "seed2"}).exit_code, 5);
  EXPECT_THAT(show({"--help"}).out, AllOf(HasSubstr("Example"), HasSubstr("course and error.log"),
                                          Not(HasSubstr("\x1b"))));
}

}  // namespace
}  // namespace logitbench::end_to_end
