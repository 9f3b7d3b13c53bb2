#include "core/config/read_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/config/common_parameters.h"
#include "core/config/testing/config_folder.h"
#include "core/config/testing/schemas_for_tests.h"
#include "core/config/value_text.h"
#include "core/config/yaml_reader.h"

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string kSmall =
    "dataset: mnist37\nmodel: linear\nloss: cross_entropy\noptimizer: {lr: 1.0}\n"
    "train: {epochs: 3}\n";

ResolvedRun read(const std::string& yaml, const std::string& stem = "small") {
  const ConfigFolder folder;
  SchemasForTests schemas;
  return read_run(read_yaml_file(folder.write("c.yaml", yaml)), stem, schemas);
}

TEST(ReadRun, fills_in_every_default) {
  const ResolvedRun run = read(kSmall);
  EXPECT_EQ(run.experiment, "small");
  EXPECT_EQ(run.config.seed, 0u);
  EXPECT_EQ(run.config.reduction, Reduction::mean);
  EXPECT_EQ(run.config.dataset.name, "mnist37");
  EXPECT_EQ(run.config.dataset.parameters.text("scale"), "unit");
  EXPECT_FALSE(run.config.dataset_seed.has_value());
  EXPECT_FALSE(run.config.validation.has_value());
  EXPECT_EQ(run.config.init.scheme, InitScheme::glorot_uniform);
  EXPECT_EQ(run.config.init.generator, Generator::counter);
  EXPECT_FALSE(run.config.init.bias_same);
  EXPECT_EQ(run.config.objective, Objective::minimize);
  EXPECT_EQ(run.config.optimizer.name, "sgd");
  EXPECT_EQ(run.config.optimizer.parameters.real("lr"), 1.0);
  EXPECT_FALSE(run.config.clip_norm.has_value());
  EXPECT_EQ(run.config.backend.name, "onednn");
  EXPECT_EQ(run.config.threads, 0u);
  EXPECT_EQ(run.config.epochs, 3u);
  EXPECT_EQ(run.config.batch_size, 128u);
  EXPECT_TRUE(run.config.shuffle);
  EXPECT_EQ(run.config.shuffle_generator, Generator::counter);
  EXPECT_TRUE(run.config.metrics.empty());
  EXPECT_EQ(
      value_text(Value(run.resolved)),
      "{experiment:small,seed:0,reduction:mean,"
      "dataset:{name:mnist37,scale:unit,dir:null,validation:null,seed:null},"
      "model:{name:linear,init:{scheme:glorot_uniform,scale:1,generator:counter,"
      "bias:zeros}},loss:{name:cross_entropy,label_smoothing:0,objective:minimize},"
      "optimizer:{name:sgd,lr:1,momentum:0,clip_norm:null},"
      "backend:{name:onednn,dtype:f32,threads:auto},"
      "train:{epochs:3,batch_size:128,shuffle:true,generator:counter},metrics:[],predictions:0}");
}

TEST(ReadRun, takes_every_common_parameter) {
  const ResolvedRun run = read(
      "experiment: x-1\nnote: why\nseed: 7\nreduction: sum\n"
      "dataset: {name: mnist37, validation: 0.25, seed: 3}\n"
      "model: {name: mlp, hidden: [8], init: {scheme: normal, std: 2, generator: torch, bias: "
      "same}}\n"
      "loss: {name: softmax_prob, objective: maximize}\n"
      "optimizer: {name: adam, clip_norm: 1}\n"
      "train: {epochs: 0, batch_size: 256, shuffle: false}\n"
      "backend: {name: reference, threads: 2}\nmetrics: [nll, loss, accuracy, confidence]\n");
  EXPECT_EQ(run.experiment, "x-1");
  EXPECT_EQ(run.note, "why");
  EXPECT_EQ(run.config.seed, 7u);
  EXPECT_EQ(run.config.reduction, Reduction::sum);
  EXPECT_EQ(run.config.validation, ValidationSource::fraction);
  EXPECT_EQ(run.config.validation_fraction, 0.25);
  EXPECT_EQ(run.config.dataset_seed, 3u);
  EXPECT_EQ(run.config.init.scheme, InitScheme::normal);
  EXPECT_EQ(run.config.init.std, 2.0);
  EXPECT_TRUE(run.config.init.bias_same);
  EXPECT_EQ(run.config.shuffle_generator, Generator::torch);  // the initial weights' generator
  EXPECT_EQ(run.config.objective, Objective::maximize);
  EXPECT_EQ(run.config.clip_norm, 1.0);
  EXPECT_EQ(run.config.threads, 2u);
  EXPECT_EQ(run.config.metrics, (std::vector<std::string>{"nll", "confidence"}));
  EXPECT_EQ(run.config.model.parameters.find("init"), nullptr);
  EXPECT_EQ(run.resolved.map("train").text("generator"), "torch");
}

TEST(ReadRun, the_resolved_config_read_again_gives_the_same_run) {
  const ResolvedRun run = read(kSmall + "metrics: [nll]\nnote: a\n");
  const ResolvedRun again = read(canonical_text(Value(run.resolved)));
  EXPECT_EQ(again.resolved, run.resolved);
  EXPECT_EQ(again.identity, run.identity);
}

std::string with_init(const std::string& init) {
  return "dataset: mnist37\nmodel: {name: linear, init: {" + init +
         "}}\nloss: cross_entropy\noptimizer: {lr: 1.0}\ntrain: {epochs: 3}\n";
}

TEST(ReadRun, each_scheme_takes_its_own_parameters_and_reads_its_resolved_config_again) {
  for (const char* init : {"scheme: normal, std: 0.5", "scheme: uniform, scale: 0.5",
                           "scheme: glorot_uniform, scale: 0.5", "scale: 0.5",
                           "scheme: kaiming_uniform, scale: 0.5", "scheme: zeros"}) {
    const ResolvedRun run = read(with_init(init));
    const ResolvedRun again = read(canonical_text(Value(run.resolved)));
    EXPECT_EQ(again.resolved, run.resolved) << init;
    EXPECT_EQ(again.identity, run.identity) << init;
  }
}

TEST(ReadRun, the_resolved_config_holds_what_the_scheme_uses) {
  const auto init = [](const std::string& written) {
    return value_text(Value(read(with_init(written)).resolved.map("model").map("init")));
  };
  EXPECT_EQ(init("scheme: normal"), "{scheme:normal,std:1,generator:counter,bias:zeros}");
  EXPECT_EQ(init("scheme: uniform"), "{scheme:uniform,scale:1,generator:counter,bias:zeros}");
  EXPECT_EQ(init("scheme: zeros"), "{scheme:zeros,generator:counter,bias:zeros}");
}

TEST(ReadRun, the_identity_leaves_out_paths_and_names) {
  const std::string rest =
      "model: linear\nloss: cross_entropy\noptimizer: {lr: 1.0}\ntrain: {epochs: 3}\n";
  const ResolvedRun a = read("dataset: {name: mnist37, dir: a}\n" + rest, "one");
  const ResolvedRun b = read("dataset: {name: mnist37, dir: /b}\nnote: n\n" + rest, "two");
  EXPECT_EQ(a.identity, b.identity);
  EXPECT_NE(a.resolved, b.resolved);
  const ResolvedRun c = read("dataset: {name: mnist37, scale: raw}\n" + rest);
  EXPECT_NE(canonical_text(Value(a.identity)), canonical_text(Value(c.identity)));
}

TEST(ReadRun, paths_within_lists_and_alternatives_are_left_out_too) {
  SchemasForTests schemas;
  schemas.add(
      PluginKind::dataset, "files",
      {list_of("dirs", "folders", path("dir", "folder")),
       tagged("from", "source",
              {map_of("folder", "a folder", {path("dir", "folder"), integer("rows", "rows")})})});
  const ConfigFolder folder;
  const auto identity = [&](const std::string& dir) {
    return canonical_text(Value(
        read_run(read_yaml_file(folder.write(
                     "c.yaml", "dataset: {name: files, dirs: [" + dir + "], from: {folder: {dir: " +
                                   dir + ", rows: 3}}}\nmodel: linear\nloss: softmax_prob\n" +
                                   "optimizer: adam\ntrain: {epochs: 1}\n")),
                 "x", schemas)
            .identity));
  };
  EXPECT_EQ(identity("a"), identity("b"));
  EXPECT_THAT(identity("a"), HasSubstr(R"("from":{"name":"folder","rows":3})"));
}

struct BadRun {
  const char* name;
  std::string text;
  std::string message;
};
void PrintTo(const BadRun& bad, std::ostream* out) { *out << bad.name; }

class BadRuns : public testing::TestWithParam<BadRun> {};

TEST_P(BadRuns, are_refused_with_location_and_advice) {
  const ConfigFolder folder;
  SchemasForTests schemas;
  const auto file = folder.write("c.yaml", GetParam().text);
  EXPECT_THAT(
      config_error([&] { read_run(read_yaml_file(file), "c", schemas); }, folder.path().string()),
      HasSubstr(GetParam().message));
}

const std::string kTop =
    " at the top level, expected experiment, note, source, seed, reduction, metrics, predictions, "
    "run_timeout, target, dataset, model, loss, optimizer, backend, train, stop, sweep, slurm, "
    "expect, extends";

INSTANTIATE_TEST_SUITE_P(
    Table, BadRuns,
    testing::Values(
        BadRun{
            "misspelt_section", kSmall + "optimzer: sgd\n",
            "c.yaml:6:1: found the unknown key 'optimzer'" + kTop + "; did you mean 'optimizer'?"},
        BadRun{
            "epochs_at_top", "epochs: 3\n" + kSmall,
            "c.yaml:1:1: found the unknown key 'epochs'" + kTop + "; 'epochs' belongs under train"},
        BadRun{"lr_at_top", "lr: 3\n" + kSmall, "; 'lr' belongs under optimizer"},
        BadRun{"threads_at_top", "threads: 3\n" + kSmall, "; 'threads' belongs under backend"},
        BadRun{"generator_in_dataset",
               "dataset: {name: mnist37, scheme: zeros}\nmodel: linear\nloss: softmax_prob\n",
               "c.yaml:1:26: found the unknown key 'scheme' under dataset, expected scale, dir, "
               "validation, seed; 'scheme' belongs under model.init"},
        BadRun{
            "seed_in_train",
            kSmall.substr(0, kSmall.find("train")) + "train: {epochs: 1, seed: 2}\n",
            "c.yaml:5:20: found the unknown key 'seed' under train, expected epochs, batch_size, "
            "shuffle, generator; 'seed' belongs at the top level"},
        BadRun{
            "epochs_in_optimizer",
            "dataset: mnist37\nmodel: linear\nloss: softmax_prob\noptimizer: {lr: 1, epochs: 1}\n",
            "c.yaml:4:20: found the unknown key 'epochs' under optimizer, expected lr, momentum, "
            "clip_norm; 'epochs' belongs under train"},
        BadRun{"repeats_at_top", "repeats: 3\n" + kSmall, "; 'repeats' belongs under sweep"},
        BadRun{"unknown_plugin", "dataset: mnist37\nmodel: linear\nloss: cross_entrpy\n",
               "c.yaml:3:7: loss: found 'cross_entrpy', expected one of cross_entropy, mnist_loss, "
               "softmax_prob; did you mean 'cross_entropy'?"},
        BadRun{
            "unknown_plugin_in_map", "dataset: {name: minst37}\n",
            "c.yaml:1:17: dataset: found 'minst37', expected one of mnist37, spiral; did you mean "
            "'mnist37'?"},
        BadRun{
            "no_dataset", "model: linear\n",
            "c.yaml:1:1: dataset is missing, expected one of mnist37, spiral, e.g. dataset: NAME"},
        BadRun{"no_name", "dataset: {scale: raw}\n",
               "c.yaml:1:10: dataset.name is missing, expected one of mnist37, spiral"},
        BadRun{"null_section", "dataset:\nmodel: linear\n",
               "c.yaml:2:1: dataset: found nothing, expected one of mnist37, spiral"},
        BadRun{"list_section", "dataset: [mnist37]\n",
               "c.yaml:1:10: dataset: found a list, expected"},
        BadRun{"list_name", "dataset: {name: [mnist37]}\n",
               "c.yaml:1:17: dataset.name: found a list, expected one of"},
        BadRun{
            "no_train", "dataset: mnist37\nmodel: linear\nloss: softmax_prob\noptimizer: adam\n",
            "c.yaml:1:1: train.epochs is missing, expected an integer of at least 0 (passes over"},
        BadRun{"no_epochs",
               "dataset: mnist37\nmodel: linear\nloss: softmax_prob\noptimizer: adam\n"
               "train: {batch_size: 1}\n",
               "c.yaml:5:8: train.epochs is missing"},
        BadRun{"no_lr", "dataset: mnist37\nmodel: linear\nloss: softmax_prob\ntrain: {epochs: 1}\n",
               "c.yaml:1:1: optimizer.lr is missing, expected a number above 0 (learning rate)"},
        BadRun{"negative_seed", "seed: -1\n" + kSmall,
               "c.yaml:1:7: seed: found '-1', expected an integer of at least 0"},
        BadRun{
            "validation_of_all", "dataset: {name: mnist37, validation: 1.0}\n",
            "c.yaml:1:38: dataset.validation: found '1.0', expected a number above 0 and below 1, "
            "or train or test"},
        BadRun{"no_threads", kSmall + "backend: {threads: 0}\n",
               "c.yaml:6:20: backend.threads: found '0', expected an integer of at least 1 and at "
               "most "
               "1024, or auto"},
        BadRun{"unknown_metric", kSmall + "metrics: [nll, confidense]\n",
               "c.yaml:6:16: metrics: found 'confidense', expected one of loss, accuracy, nll, "
               "brier, ece, ece_adaptive, confidence, class_accuracy, grad_norm, layer_grad_norm, "
               "nonfinite, batch_mean_accuracy, p0_batch_mean_accuracy, confusion, reliability, "
               "phase_times; did you mean 'confidence'?"},
        BadRun{"metric_twice", kSmall + "metrics: [nll, nll]\n",
               "c.yaml:6:16: metrics: found 'nll' twice, expected it once"},
        BadRun{"null_metrics", kSmall + "metrics:\n", "metrics: found nothing, expected a list"},
        BadRun{"name_with_slash", "experiment: a/b\n" + kSmall,
               "c.yaml:1:13: experiment: found 'a/b', expected a folder name of letters, digits"},
        BadRun{"name_of_dots", "experiment: ..\n" + kSmall, "c.yaml:1:13: experiment: found '..'"},
        BadRun{"empty_name", "experiment: ''\n" + kSmall, "c.yaml:1:13: experiment: found ''"},
        BadRun{"std_without_scheme", with_init("std: 0.01"),
               "c.yaml:2:30: model.init.std: found it with scheme glorot_uniform, which does not "
               "use it, expected it with scheme normal alone; "},
        BadRun{"std_of_uniform", with_init("scheme: uniform, std: 1"),
               "c.yaml:2:47: model.init.std: found it with scheme uniform"},
        BadRun{"std_of_zeros", with_init("scheme: zeros, std: 1"),
               "c.yaml:2:45: model.init.std: found it with scheme zeros"},
        BadRun{"scale_of_normal", with_init("scheme: normal, scale: 2"),
               "c.yaml:2:46: model.init.scale: found it with scheme normal, which does not use it, "
               "expected it with scheme uniform, glorot_uniform, kaiming_uniform alone; "},
        BadRun{"scale_of_zeros", with_init("scheme: zeros, scale: 2"),
               "c.yaml:2:45: model.init.scale: found it with scheme zeros"},
        BadRun{"wrong_section_type", kSmall.substr(0, kSmall.find("train")) + "train: 5\n",
               "c.yaml:5:8: train: found '5', expected a map with the keys epochs, batch_size"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(ReadRun, a_file_name_that_is_no_folder_name_needs_an_experiment) {
  EXPECT_THAT(config_error([] { read(kSmall, "my config"); }),
              HasSubstr("experiment: found 'my config' (the file's name), expected a folder name"));
  EXPECT_EQ(read("experiment: x\n" + kSmall, "my config").experiment, "x");
}

TEST(SectionSchema, refuses_a_plugin_that_takes_a_common_name) {
  for (const char* name : {"name", "init"})
    EXPECT_THROW(section_schema(PluginKind::model, "mine", {text(name, "x")}), PluginError) << name;
  EXPECT_THROW(section_schema(PluginKind::model, "mine", {text("a", "x"), text("a", "y")}),
               PluginError);
  EXPECT_EQ(section_schema(PluginKind::model, "mine", {text("a", "x")}).size(), 2u);
}

}  // namespace
}  // namespace logitbench
