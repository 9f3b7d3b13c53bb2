#include "core/sweep/expand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/config/testing/config_folder.h"
#include "core/config/testing/schemas_for_tests.h"
#include "core/sweep/exclusions.h"
#include "core/sweep/run_id.h"

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kBase =
    "dataset: mnist37\nmodel: linear\nloss: cross_entropy\noptimizer: {lr: 1.0}\n"
    "train: {epochs: 3}\n";  // 5 lines

class Expand : public testing::Test {
 protected:
  Plan plan(const std::string& yaml, const std::vector<std::string>& overrides = {},
            bool allow_many = false) {
    return make_plan(folder_.write("exp.yaml", yaml), overrides, schemas_,
                     {.allow_many = allow_many});
  }
  std::string error(const std::string& yaml, const std::vector<std::string>& overrides = {}) {
    return config_error([&] { plan(yaml, overrides); }, folder_.path().string());
  }
  static std::vector<std::vector<std::string>> swept(const Plan& plan) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& run : plan.runs) rows.push_back(run.swept);
    return rows;
  }

  ConfigFolder folder_;
  SchemasForTests schemas_;
};

TEST_F(Expand, a_config_without_sweep_is_one_run) {
  const Plan one = plan(kBase + "note: why\n");
  EXPECT_EQ(one.experiment, "exp");
  EXPECT_EQ(one.note, "why");
  EXPECT_TRUE(one.swept_keys.empty());
  ASSERT_EQ(one.runs.size(), 1u);
  EXPECT_THAT(one.runs[0].run_id,
              testing::MatchesRegex("mnist37-linear-cross_entropy-[0-9a-f]{10}"));
}

TEST_F(Expand, the_first_key_varies_slowest_and_seeds_fastest) {
  const Plan grid = plan(kBase +
                         "seed: 5\nsweep:\n  method: grid\n  repeats: 2\n  parameters:\n"
                         "    loss: [cross_entropy, softmax_prob]\n    optimizer.lr: [0.1, 1.0]\n");
  EXPECT_THAT(grid.swept_keys, ElementsAre("loss", "optimizer.lr"));
  EXPECT_THAT(swept(grid),
              ElementsAre(ElementsAre("cross_entropy", "0.1"), ElementsAre("cross_entropy", "0.1"),
                          ElementsAre("cross_entropy", "1"), ElementsAre("cross_entropy", "1"),
                          ElementsAre("softmax_prob", "0.1"), ElementsAre("softmax_prob", "0.1"),
                          ElementsAre("softmax_prob", "1"), ElementsAre("softmax_prob", "1")));
  EXPECT_EQ(grid.runs[0].config.seed, 5u);
  EXPECT_EQ(grid.runs[1].config.seed, 6u);
  EXPECT_EQ(grid.runs[1].resolved.integer("seed"), 6);
  EXPECT_EQ(grid.runs[7].config.loss.name, "softmax_prob");
  EXPECT_EQ(grid.runs[7].config.optimizer.parameters.real("lr"), 1.0);
  EXPECT_THAT(grid.runs[1].run_id, StartsWith("cross_entropy-lr0.1-seed6-"));
  std::set<std::string> ids;
  for (const auto& run : grid.runs) ids.insert(run.run_id);
  EXPECT_EQ(ids.size(), 8u);
}

TEST_F(Expand, a_run_has_the_same_id_in_every_plan_and_folder) {
  const std::string with_path =
      "dataset: {name: mnist37, dir: data}\nmodel: linear\nloss: cross_entropy\n"
      "optimizer: {lr: 1}\ntrain: {epochs: 3}\nbackend: {threads: auto}\n"
      "sweep: {repeats: 2, parameters: {optimizer.lr: [1e-1, 1]}}\n";
  const auto ids = [&](const std::string& name) {
    std::vector<std::string> result;
    for (const auto& run : make_plan(folder_.write(name, with_path), {}, schemas_).runs)
      result.push_back(run.run_id);
    return result;
  };
  EXPECT_EQ(ids("here/a.yaml"), ids("there/b.yaml"));
  // The same run asked for on its own.
  const Plan alone = plan(kBase, {"optimizer.lr=0.10", "seed=1"});
  EXPECT_EQ(alone.runs[0].run_id.substr(alone.runs[0].run_id.size() - 10),
            ids("a.yaml")[1].substr(ids("a.yaml")[1].size() - 10));
}

TEST_F(Expand, a_swept_parent_is_set_before_its_children) {
  const Plan grid = plan(kBase +
                         "sweep:\n  parameters:\n    loss.label_smoothing: [0.1, 0.2]\n"
                         "    loss: [cross_entropy, {name: cross_entropy, objective: maximize}]\n");
  ASSERT_EQ(grid.runs.size(), 4u);
  EXPECT_EQ(grid.runs[1].config.loss.parameters.real("label_smoothing"), 0.1);
  EXPECT_EQ(grid.runs[1].config.objective, Objective::maximize);
  EXPECT_THAT(grid.runs[1].swept, ElementsAre("0.1", "{name:cross_entropy,objective:maximize}"));
}

TEST_F(Expand, the_command_line_below_a_swept_key_holds_for_each_value) {
  const Plan grid = plan(kBase, {"loss=cross_entropy,softmax_prob", "loss.objective=maximize"});
  ASSERT_EQ(grid.runs.size(), 2u);
  EXPECT_EQ(grid.runs[0].config.objective, Objective::maximize);
  EXPECT_EQ(grid.runs[1].config.objective, Objective::maximize);
  EXPECT_EQ(grid.runs[1].config.loss.name, "softmax_prob");
}

TEST_F(Expand, overrides_steer_what_the_file_left_to_its_default) {
  const Plan one = plan(kBase, {"seed=3", "train.batch_size=7", "optimizer=adam", "~optimizer",
                                "optimizer=adam", "backend.threads=2"});
  EXPECT_EQ(one.runs[0].config.seed, 3u);
  EXPECT_EQ(one.runs[0].config.batch_size, 7u);
  EXPECT_EQ(one.runs[0].config.optimizer.name, "adam");
  EXPECT_EQ(one.runs[0].config.threads, 2u);
}

TEST_F(Expand, swept_values_read_back) {
  const Plan grid = plan(kBase, {"model={name: mlp},linear", "seed=1,2"});
  EXPECT_THAT(grid.runs[0].swept, ElementsAre("{name:mlp}", "1"));
  EXPECT_THAT(grid.runs[0].run_id, StartsWith("name_mlp-seed1-"));
  const Plan lists = plan(kBase, {"model=mlp", "model.hidden=[64, 32],[0x10]"});
  EXPECT_THAT(swept(lists), ElementsAre(ElementsAre("[64,32]"), ElementsAre("[16]")));
  EXPECT_THAT(lists.runs[0].run_id, StartsWith("hidden_64_32-"));
}

TEST_F(Expand, excluded_combinations_are_left_out) {
  const std::string sweep = kBase +
                            "sweep:\n  repeats: 2\n  parameters:\n"
                            "    loss: [cross_entropy, softmax_prob]\n    optimizer.lr: [0.1, 1]\n"
                            "  exclude: ";
  EXPECT_EQ(plan(sweep + "[{loss: softmax_prob, optimizer.lr: 1.0e-1}]\n").runs.size(), 6u);
  EXPECT_EQ(plan(sweep + "[{seed: 1}]\n").runs.size(), 4u);
  EXPECT_EQ(plan(sweep + "[{seed: 0}]\n").runs.size(), 4u);
  EXPECT_EQ(plan(sweep + "[{loss.name: softmax_prob, train.batch_size: 128}]\n").runs.size(), 4u);
  EXPECT_EQ(plan(sweep + "[{loss: {name: softmax_prob}}, {optimizer.lr: 1}]\n").runs.size(), 2u);
}

TEST_F(Expand, an_excluded_combination_need_not_be_valid) {
  const Plan grid = plan(kBase +
                         "sweep:\n  parameters:\n    loss: [cross_entropy, softmax_prob]\n"
                         "    loss.label_smoothing: [0, 0.1]\n  exclude: [{loss: softmax_prob}]\n");
  EXPECT_EQ(grid.runs.size(), 2u);
}

struct BadSweep {
  const char* name;
  std::string text;
  std::string message;
};

TEST_F(Expand, errors_point_at_the_value_in_the_file) {
  const BadSweep sweeps[] = {
      {"bad value", "sweep:\n  parameters:\n    optimizer.lr: [0.1, fast]\n",
       "exp.yaml:8:25: optimizer.lr: found 'fast', expected a number above 0"},
      {"unknown key", "sweep:\n  parameters:\n    optimizer.lrr: [0.1]\n",
       "exp.yaml:8:5: found the unknown key 'lrr' under optimizer, expected lr, momentum, "
       "clip_norm; "
       "did you mean 'lr'?"},
      {"unknown section", "sweep: {parameters: {optimzer.lr: [0.1]}}\n",
       "exp.yaml:6:22: found the unknown key 'optimzer' at the top level"},
      {"unknown loss", "sweep: {parameters: {loss: [cross_entropy, softmaxprob]}}\n",
       "exp.yaml:6:44: loss: found 'softmaxprob', expected one of"},
      {"unknown method", "sweep: {method: grdi}\n",
       "exp.yaml:6:17: sweep.method: found 'grdi', expected grid, random, zip or list; did you "
       "mean 'grid'?"},
      {"no repeats", "sweep: {repeats: 0}\n",
       "exp.yaml:6:18: sweep.repeats: found '0', expected an integer of at least 1"},
      {"unknown sweep key", "sweep: {repeat: 2}\n",
       "exp.yaml:6:9: found the unknown key 'repeat' under sweep, expected method, repeats, "
       "parameters, count, seed, cases, include, exclude; did you mean 'repeats'?"},
      {"key outside parameters", "sweep: {optimizer.lr: [1]}\n",
       "; swept keys stand under sweep.par"},
      {"no list", "sweep: {parameters: {optimizer.lr: 0.1}}\n",
       "exp.yaml:6:36: sweep.parameters.optimizer.lr: found '0.1', expected a list of values, e.g. "
       "[0.1]"},
      {"empty list", "sweep: {parameters: {optimizer.lr: []}}\n", "found an empty list"},
      {"null value", "sweep: {parameters: {optimizer.lr: [1, ~]}}\n",
       "exp.yaml:6:40: sweep.parameters.optimizer.lr: found nothing, expected a value"},
      {"nested map", "sweep: {parameters: {optimizer: {lr: [1]}}}\n",
       "found a map of keys, expected a list of values; write a key below it with a dot, e.g. "
       "optimizer.lr: [...]"},
      {"experiment swept", "sweep: {parameters: {note: [a, b]}}\n",
       "exp.yaml:6:22: sweep.parameters.note: note belongs to the whole experiment"},
      {"word", "sweep: grid\n", "exp.yaml:6:8: sweep: found 'grid', expected a map with the keys"},
      {"duplicate value", "sweep: {parameters: {optimizer.lr: [0.1, 1, 1e-1]}}\n",
       "exp.yaml:6:45: sweep.parameters.optimizer.lr: found '0.1', which makes the same run as "
       "'0.1'"},
      {"only paths differ", "sweep: {parameters: {dataset.dir: [a, b]}}\n",
       "exp.yaml:6:39: sweep.parameters.dataset.dir: found 'b', which makes the same run as 'a' "
       "before "
       "it, expected runs that differ in more than a path"},
      {"overlapping seeds", "sweep: {repeats: 2, parameters: {seed: [0, 1]}}\n",
       "exp.yaml:6:44: sweep.parameters.seed: found '1', which makes the same run as '0'"},
      {"exclude matches nothing",
       "sweep: {parameters: {optimizer.lr: [0.1, 1]}, exclude: [{optimizer.lr: 2}]}\n",
       "exp.yaml:6:57: sweep.exclude: found a combination that is not among the runs"},
      {"exclude of an unknown key",
       "sweep: {parameters: {optimizer.lr: [0.1, 1]}, exclude: [{optimizer.lrr: 1}]}\n",
       "exp.yaml:6:58: sweep.exclude: found the key 'optimizer.lrr', which no run of this sweep "
       "has, "
       "expected a key of the config; did you mean 'optimizer.lr'?"},
      {"exclude of all", "sweep: {exclude: [{seed: 0}]}\n", "sweep.exclude leaves no run"},
      {"exclude is a map", "sweep: {exclude: {seed: 0}}\n",
       "exp.yaml:6:18: sweep.exclude: found a map of keys, expected a list of maps"},
      {"exclude without keys", "sweep: {exclude: [{}]}\n", "sweep.exclude: found a map of keys"},
      {"too many", "sweep: {repeats: 10001}\n",
       "exp.yaml:6:8: found a grid of 10001 runs, expected at most 10000"},
      {"seeds overflow", "seed: 9223372036854775807\nsweep: {repeats: 2}\n",
       "exp.yaml:7:18: sweep.repeats: found 2 seeds from 9223372036854775807 on"}};
  for (const BadSweep& bad : sweeps)
    EXPECT_THAT(error(kBase + bad.text), HasSubstr(bad.message)) << bad.name;
}

TEST_F(Expand, errors_of_the_command_line_name_the_word) {
  EXPECT_THAT(error(kBase, {"optimizer.lr=fast"}),
              StartsWith("command line: optimizer.lr=fast: optimizer.lr: found 'fast', expected"));
  EXPECT_THAT(
      error(kBase, {"optimizer.lrr=1"}),
      StartsWith("command line: optimizer.lrr=1: found the unknown key 'lrr' under optimizer"));
  EXPECT_THAT(error(kBase, {"sede=1"}), HasSubstr("did you mean 'seed'?"));
  EXPECT_THAT(error(kBase, {"optimizer.lr=0.1,x"}),
              StartsWith("command line: optimizer.lr=0.1,x: optimizer.lr: found 'x'"));
  EXPECT_THAT(error(kBase, {"note=a, b"}), HasSubstr("cannot be swept; a text that holds commas is "
                                                     "quoted twice: 'note=\"a, b\"'"));
}

TEST_F(Expand, many_runs_are_made_when_they_are_allowed) {
  EXPECT_EQ(plan(kBase, {"sweep.repeats=10001"}, true).runs.size(), 10001u);
}

TEST(SameSetting, compares_numbers_by_value_and_sections_by_name) {
  Map sgd;
  sgd.set("name", "sgd");
  sgd.set("lr", 1.0);
  Map only_name;
  only_name.set("name", "sgd");
  EXPECT_TRUE(same_setting(Value(1), Value(1.0)));
  EXPECT_FALSE(same_setting(Value(1), Value("1")));
  EXPECT_TRUE(same_setting(Value("sgd"), Value(sgd)));
  EXPECT_FALSE(same_setting(Value("adam"), Value(sgd)));
  EXPECT_TRUE(same_setting(Value(only_name), Value(sgd)));
  EXPECT_TRUE(same_setting(Value(only_name), Value("sgd")));
  EXPECT_FALSE(same_setting(Value(sgd), Value("sgd")));
  EXPECT_TRUE(same_setting(Value(List{1, 2}), Value(List{1.0, 2.0})));
  EXPECT_FALSE(same_setting(Value(List{1}), Value(List{1, 2})));
}

TEST(RunId, parts_are_readable_and_short) {
  EXPECT_EQ(readable_part("loss", "Softmax Prob"), "softmax_prob");
  EXPECT_EQ(readable_part("optimizer.lr", "1e-05"), "lr1em05");
  EXPECT_EQ(readable_part("dataset.dir", "../../x"), "dir.._.._x");
  EXPECT_EQ(readable_part("loss", "\xc3\xa9"), "");
  EXPECT_EQ(identity_hash(Map()), "44136fa355");  // sha256 of {}
  const std::string hash = "0123456789abcdef";
  EXPECT_EQ(run_id_of(joined_parts({"a", "", "b"}), hash), "a-b-0123456789");
  EXPECT_EQ(run_id_of(std::string(100, 'a'), hash).size(), 71u);
  EXPECT_EQ(run_id_of(joined_parts({"", ""}), hash), "run-0123456789");
  EXPECT_EQ(run_id_of("...-a", hash), "-a-0123456789");
}

TEST(ExpandThroughTheHost, takes_the_schemas_of_real_plugins) {
  const ConfigFolder folder;
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const auto file = folder.write(
      "real.yaml",
      "dataset: {name: spiral, samples: 10}\nmodel: {name: sequential, layers: [dense: {out: 8}, "
      "relu, dense]}\nloss: cross_entropy\noptimizer: {name: sgd, lr: 0.5}\nbackend: reference\n"
      "train: {epochs: 1}\n");
  const Plan grid = make_plan(file, {"optimizer.momentum=0,0.9"}, host);
  ASSERT_EQ(grid.runs.size(), 2u);
  EXPECT_EQ(grid.runs[1].config.optimizer.parameters.real("momentum"), 0.9);
  EXPECT_EQ(grid.runs[0].config.model.parameters.list("layers").size(), 3u);
  EXPECT_THAT(config_error([&] { make_plan(file, {"model=liner"}, host); }),
              StartsWith("command line: model=liner: model: found 'liner', expected one of cnn, "
                         "identity, linear, mlp, sequential; did you mean 'linear'?"));
}

}  // namespace
}  // namespace logitbench
