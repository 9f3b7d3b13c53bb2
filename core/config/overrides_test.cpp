#include "core/config/overrides.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/config/config_error.h"
#include "core/config/load_config.h"
#include "core/config/scalars.h"
#include "core/config/testing/config_folder.h"
#include "core/config/value_text.h"
#include "core/config/yaml_reader.h"

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string applied(const std::string& yaml, const std::vector<std::string>& words) {
  ConfigNode root = parse_yaml(yaml, {}, false);
  std::vector<Override> overrides;
  for (const std::string& word : words) overrides.push_back(parse_override(word));
  apply_overrides(root, overrides);
  return value_text(natural_value(root));
}

TEST(Overrides, set_add_and_remove) {
  EXPECT_EQ(applied("{seed: 1}", {"seed=3"}), "{seed:3}");
  EXPECT_EQ(applied("{seed: 1}", {"train.epochs=2"}), "{seed:1,train:{epochs:2}}");
  EXPECT_EQ(applied("{optimizer: sgd}", {"optimizer.lr=0.1"}), "{optimizer:{name:sgd,lr:0.1}}");
  EXPECT_EQ(applied("{loss: {name: a, x: 1}}", {"loss=b"}), "{loss:b}");
  EXPECT_EQ(applied("{loss: {name: a, x: 1}}", {"loss.name=b"}), "{loss:{name:b,x:1}}");
  EXPECT_EQ(applied("{loss: {name: a}}", {"+loss.x=1"}), "{loss:{name:a,x:1}}");
  EXPECT_EQ(applied("{loss: {name: a, x: 1}}", {"~loss.x"}), "{loss:{name:a}}");
  EXPECT_EQ(applied("{a: 1}", {"model={name: mlp, hidden: [1, 2]}"}),
            "{a:1,model:{name:mlp,hidden:[1,2]}}");
  EXPECT_EQ(applied("{train: }", {"train.epochs=2"}), "{train:{epochs:2}}");
  EXPECT_EQ(applied("{a: 1}", {"note='x, y'", "a=2", "a=3"}), "{a:3,note:\"x, y\"}");
  EXPECT_EQ(applied("{a: 1}", {"note=\"a=b\""}), "{a:1,note:a=b}");
}

TEST(Overrides, several_values_sweep) {
  EXPECT_EQ(applied("{a: 1}", {"optimizer.lr=0.1,1.0"}),
            "{a:1,sweep:{parameters:{optimizer.lr:[0.1,1]}}}");
  EXPECT_EQ(applied("{sweep: {parameters: {loss: [x], seed: [1]}}}", {"loss=y,z"}),
            "{sweep:{parameters:{loss:[y,z],seed:[1]}}}");
  EXPECT_EQ(applied("{a: 1}", {"model.hidden=[1,2],[3]"}),
            "{a:1,sweep:{parameters:{model.hidden:[[1,2],[3]]}}}");
  EXPECT_EQ(applied("{sweep: {repeats: 3, parameters: {optimizer.lr: [1]}}}",
                    {"~sweep.parameters.optimizer.lr"}),
            "{sweep:{repeats:3,parameters:{}}}");
}

TEST(Overrides, a_single_value_beats_the_files_sweep) {
  EXPECT_EQ(
      applied("{sweep: {parameters: {optimizer.lr: [1, 2], loss: [x, y]}}}", {"optimizer.lr=0.5"}),
      "{sweep:{parameters:{loss:[x,y]}},optimizer:{lr:0.5}}");
  EXPECT_EQ(applied("{sweep: {parameters: {loss: [x, y]}}}", {"~loss"}), "{sweep:{parameters:{}}}");
}

TEST(Overrides, split_at_commas_outside_brackets_and_quotes) {
  EXPECT_THAT(split_values("1,2"), ElementsAre("1", "2"));
  EXPECT_THAT(split_values("{a: 1, b: 2},x"), ElementsAre("{a: 1, b: 2}", "x"));
  EXPECT_THAT(split_values("'a,b',\"c\\\",d\""), ElementsAre("'a,b'", "\"c\\\",d\""));
  EXPECT_THAT(split_values("it's,b"), ElementsAre("it's", "b"));
  EXPECT_THAT(split_values("[']',2],3"), ElementsAre("[']',2]", "3"));
}

TEST(Overrides, locations_name_the_word) {
  EXPECT_EQ(to_text(parse_override("optimizer.lr=0.1").value.at), "command line: optimizer.lr=0.1");
  EXPECT_EQ(to_text(parse_override("a=[1]").value.items[0].at), "command line: a=[1]");
}

TEST(Overrides, bad_words_are_refused) {
  const std::pair<const char*, const char*> words[] = {
      {"lr", "command line: lr: found no '=', expected key=value"},
      {"=1", "command line: =1: found the key '', expected names with dots between"},
      {"a..b=1", "command line: a..b=1: found the key 'a..b', expected names"},
      {".a=1", "command line: .a=1: found the key '.a'"},
      {"a.=1", "command line: a.=1: found the key 'a.'"},
      {"~", "command line: ~: found the key ''"},
      {"~a=1", "command line: ~a=1: found a value, expected only the key to remove"},
      {"a=", "command line: a=: found no value for a, expected one; to remove the key write ~a"},
      {"a=1,,2", "command line: a=1,,2: found an empty value between commas"},
      {"a=1,", "command line: a=1,: found an empty value"},
      {"+a=1,2", "command line: +a=1,2: found several values, expected one; to sweep write a=1,2"},
      {"a=[1", "command line: a=[1: this is not YAML"},
      {"a='x",
       "command line: a='x: this is not YAML: illegal EOF in scalar; expected a closing quote"},
      {"a=b: c", "(no error)"},
      {"a={b: 1, b: 2}",
       "command line: a={b: 1, b: 2}: found the key 'b' twice, expected it once; it "
       "is first set in the same map"},
      {"extends=b.yaml", "command line: extends=b.yaml: extends takes effect in a file only"},
      {"a=\xff", "command line: a=\xff:1:3: found byte 0xff, which is not UTF-8"}};
  for (const auto& [word, message] : words)
    EXPECT_THAT(config_error([&, w = word] { parse_override(w); }), StartsWith(message)) << word;
}

TEST(Overrides, what_does_not_fit_the_file_is_refused) {
  EXPECT_EQ(config_error([] { applied("{optimizer: {momentum: 1}}", {"~optimizer.momentun"}); }),
            "command line: ~optimizer.momentun: found no key optimizer.momentun in the config to "
            "remove; did you mean 'momentum'?");
  EXPECT_EQ(
      config_error([] { applied("{seed: 1}", {"+seed=2"}); }),
      "command line: +seed=2: found the key seed in the config already, expected a new one; to "
      "change it write seed=...");
  EXPECT_EQ(config_error([] { applied("{seed: 1}", {"seed.x=2"}); }),
            "command line: seed.x=2: seed has no keys below it: it is '1'; set it as a whole");
  EXPECT_THAT(config_error([] { applied("{model: {hidden: [1]}}", {"model.hidden.0=2"}); }),
              HasSubstr("model.hidden has no keys below it: it is a list"));
}

class Extends : public testing::Test {
 protected:
  std::string load(const std::string& file) {
    return value_text(natural_value(load_config(folder_.path() / file)));
  }
  std::string error(const std::string& file) {
    return config_error([&] { load(file); }, folder_.path().string());
  }
  ConfigFolder folder_;
};

TEST_F(Extends, merges_maps_and_replaces_the_rest) {
  folder_.write("base.yaml",
                "experiment: base\nnote: n\ntrain: {epochs: 1, shuffle: false}\nmetrics: [nll, x]\n"
                "model: {name: mlp, init: {std: 1, scale: 2}}\nloss: a\n"
                "optimizer: {name: sgd, lr: 1}\n");
  folder_.write("sub/c.yaml",
                "extends: ../base.yaml\ntrain: {epochs: 2}\nmetrics: [y]\nmodel: {init: {std: 3}}\n"
                "loss: {x: 1}\noptimizer: {name: adam}\n");
  EXPECT_EQ(load("sub/c.yaml"),
            "{note:n,train:{epochs:2,shuffle:false},metrics:[y],"
            "model:{name:mlp,init:{std:3,scale:2}},loss:{name:a,x:1},optimizer:{name:adam}}");
}

TEST_F(Extends, a_section_of_another_plugin_replaces_the_base) {
  folder_.write("base.yaml", "loss: {name: a, x: 1}\noptimizer: {lr: 1}\nbackend: {threads: 1}\n");
  folder_.write("same.yaml",
                "extends: base.yaml\nloss: {name: a, y: 2}\noptimizer: {name: sgd, momentum: 1}\n");
  EXPECT_EQ(load("same.yaml"),
            "{loss:{name:a,x:1,y:2},optimizer:{lr:1,name:sgd,momentum:1},backend:{threads:1}}");
  folder_.write("other.yaml", "extends: base.yaml\nloss: a\noptimizer: {name: adam}\n");
  EXPECT_EQ(load("other.yaml"), "{loss:a,optimizer:{name:adam},backend:{threads:1}}");
}

TEST_F(Extends, errors_are_located) {
  folder_.write("a.yaml", "extends: b.yaml\n");
  folder_.write("b.yaml", "seed: 1\nextends: ./a.yaml\n");
  EXPECT_THAT(error("a.yaml"),
              StartsWith("b.yaml:2:10: extends: found './a.yaml', which extends this "
                         "file again"));
  folder_.write("self.yaml", "extends: self.yaml\n");
  EXPECT_THAT(error("self.yaml"), StartsWith("self.yaml:1:10: extends: found 'self.yaml', which"));
  folder_.write("missing.yaml", "extends: selv.yaml\n");
  EXPECT_EQ(
      error("missing.yaml"),
      "missing.yaml:1:10: extends: selv.yaml: no such file, expected a YAML config; did you mean "
      "'self.yaml'?");
  folder_.write("list.yaml", "extends: [a.yaml]\n");
  EXPECT_THAT(error("list.yaml"),
              StartsWith("list.yaml:1:10: extends: found a list, expected one"));
  folder_.write("bad.yaml", "a: 1\na: 2\n");
  folder_.write("on_bad.yaml", "extends: bad.yaml\n");
  EXPECT_THAT(error("on_bad.yaml"), StartsWith("bad.yaml:2:1: found the key 'a' twice"));
}

}  // namespace
}  // namespace logitbench
