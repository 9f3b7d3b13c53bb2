#include "core/config/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/config/testing/config_folder.h"
#include "core/config/yaml_reader.h"

namespace logitbench {
namespace {

using testing::HasSubstr;

const Schema& example() {
  static const Schema schema{
      real("lr", "learning rate").above(0).at_most(10).by_default(1),
      integer("rows", "rows").at_least(1).at_most(100).by_default(5),
      boolean("shuffle", "shuffle").by_default(true),
      choice("scale", "pixels", {"unit", "raw"}).by_default("unit"),
      text("label", "label").optional(),
      path("dir", "folder").optional(),
      real("share", "share").above(0).below(1).or_word("train").optional(),
      real("any", "any number").nonfinite_allowed().optional(),
      integer("threads", "threads").at_least(1).or_word("auto").by_default("auto"),
      list_of("hidden", "widths", integer("width", "units").at_least(1))
          .at_least(1)
          .at_most(3)
          .by_default(List{64}),
      list_of_any("targets", "targets",
                  {integer("class", "class").at_least(0),
                   list_of("row", "weights", real("weight", "weight"))})
          .optional(),
      map_of("init", "weights",
             {real("std", "deviation").at_least(0).by_default(1.0),
              choice("scheme", "scheme", {"normal", "zeros"}).by_default("normal")}),
      list_of("layers", "layers",
              tagged("layer", "layer",
                     {map_of("conv2d", "convolution",
                             {integer("out", "channels").at_least(1),
                              integer("kernel", "size").by_default(3)}),
                      map_of("relu", "max(0, x)", {}),
                      map_of("dense", "dense", {integer("out", "outputs").optional()})}))
          .optional()};
  return schema;
}

Map validated(const ConfigFolder& folder, const std::string& text) {
  return validate_map(read_yaml_file(folder.write("c.yaml", text)), example(), "model");
}

TEST(Validate, fills_in_defaults_in_the_schema_order) {
  const ConfigFolder folder;
  const Map map = validated(folder, "rows: 7\n");
  EXPECT_EQ(map.begin()->first, "lr");
  EXPECT_EQ(map.at("lr"), Value(1.0));  // the default 1 of a real is a real
  EXPECT_EQ(map.integer("rows"), 7);
  EXPECT_EQ(map.text("threads"), "auto");
  EXPECT_FALSE(map.has("label"));
  EXPECT_EQ(map.map("init").text("scheme"), "normal");
  EXPECT_EQ(std::distance(map.begin(), map.end()), static_cast<long>(example().size()));
}

TEST(Validate, reads_every_type) {
  const ConfigFolder folder;
  const Map map = validated(folder,
                            "lr: 2\nrows: 0x10\nshuffle: false\nscale: 'raw'\nlabel: 1.0\n"
                            "dir: sub/../data\nshare: .25\nany: -.inf\nthreads: 2\n"
                            "hidden: [1, 2]\ntargets: [1, [0.5, 1]]\ninit: {std: 0}\n"
                            "layers: [relu, conv2d: {out: 8}, {name: dense, out: 3}, dense: ]\n");
  EXPECT_EQ(map.at("lr"), Value(2.0));
  EXPECT_EQ(map.integer("rows"), 16);
  EXPECT_FALSE(map.boolean("shuffle"));
  EXPECT_EQ(map.text("scale"), "raw");
  EXPECT_EQ(map.text("label"), "1.0");
  EXPECT_EQ(map.text("dir"), (folder.path() / "data").string());
  EXPECT_EQ(map.real("share"), 0.25);
  EXPECT_EQ(map.real("any"), -INFINITY);
  EXPECT_EQ(map.integer("threads"), 2);
  EXPECT_EQ(map.list("hidden"), (List{1, 2}));
  EXPECT_EQ(map.list("targets"), (List{1, List{0.5, 1.0}}));
  const List& layers = map.list("layers");
  EXPECT_EQ(layers[0].map().text("name"), "relu");
  EXPECT_EQ(layers[1].map().integer("kernel"), 3);
  EXPECT_EQ(layers[1].map().begin()->first, "name");
  EXPECT_EQ(layers[2].map().integer("out"), 3);
  EXPECT_FALSE(layers[3].map().has("out"));
}

struct BadValue {
  const char* name;
  const char* text;
  const char* message;
};
void PrintTo(const BadValue& bad, std::ostream* out) { *out << bad.name; }

class BadValues : public testing::TestWithParam<BadValue> {};

TEST_P(BadValues, are_refused_with_location_and_expectation) {
  const ConfigFolder folder;
  EXPECT_THAT(config_error([&] { validated(folder, GetParam().text); }, folder.path().string()),
              testing::StartsWith(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadValues,
    testing::Values(
        BadValue{"word_for_number", "rows: 1\nlr: fast\n",
                 "c.yaml:2:5: model.lr: found 'fast', expected a number above 0 and at most 10"},
        BadValue{
            "quoted_number", "lr: \"1\"\n",
            "c.yaml:1:5: model.lr: found the quoted text '1', expected a number above 0 and at "
            "most 10; remove the quotes"},
        BadValue{"at_exclusive_bound", "lr: 0\n", "c.yaml:1:5: model.lr: found '0', expected"},
        BadValue{"above_bound", "lr: 10.1\n", "c.yaml:1:5: model.lr: found '10.1', expected"},
        BadValue{"infinite", "lr: .inf\n", "c.yaml:1:5: model.lr: found '.inf', expected"},
        BadValue{"nan", "lr: .nan\n", "c.yaml:1:5: model.lr: found '.nan', expected"},
        BadValue{"too_large", "lr: 1e999\n", "c.yaml:1:5: model.lr: found '1e999', expected"},
        BadValue{"list_for_number", "lr: [1]\n", "c.yaml:1:5: model.lr: found a list, expected"},
        BadValue{"null_number", "lr:\n", "c.yaml:2:1: model.lr: found nothing, expected a number"},
        BadValue{
            "real_integer", "rows: 1e1\n",
            "c.yaml:1:7: model.rows: found '1e1', expected an integer of at least 1 and at most "
            "100; it is a real number"},
        BadValue{"huge_integer", "rows: 99999999999999999999\n",
                 "c.yaml:1:7: model.rows: found '99999999999999999999', expected an integer of at "
                 "least 1 and at most 100; it does not fit 64 bits"},
        BadValue{"below_bound", "rows: 0\n", "c.yaml:1:7: model.rows: found '0', expected"},
        BadValue{"yes", "shuffle: yes\n",
                 "c.yaml:1:10: model.shuffle: found 'yes', expected true or false"},
        BadValue{
            "quoted_boolean", "shuffle: 'true'\n",
            "c.yaml:1:10: model.shuffle: found the quoted text 'true', expected true or false"},
        BadValue{
            "choice", "scale: units\n",
            "c.yaml:1:8: model.scale: found 'units', expected unit or raw; did you mean 'unit'?"},
        BadValue{"map_for_text", "label: {a: 1}\n",
                 "c.yaml:1:8: model.label: found a map of keys, expected text"},
        BadValue{"empty_path", "dir: ''\n", "c.yaml:1:6: model.dir: found the quoted text ''"},
        BadValue{
            "at_exclusive_maximum", "share: 1\n",
            "c.yaml:1:8: model.share: found '1', expected a number above 0 and below 1, or train"},
        BadValue{
            "word", "share: trian\n",
            "c.yaml:1:8: model.share: found 'trian', expected a number above 0 and below 1, or "
            "train; did you mean 'train'?"},
        BadValue{
            "number_for_list", "hidden: 64\n",
            "c.yaml:1:9: model.hidden: found '64', expected a list of at least 1 elements and at "
            "most 3 elements (each an integer of at least 1); for one element write [64]"},
        BadValue{"list_too_long", "hidden: [1, 2, 3, 4]\n",
                 "c.yaml:1:9: model.hidden: found a list of 4 elements, expected"},
        BadValue{"empty_list", "hidden: []\n",
                 "c.yaml:1:9: model.hidden: found a list of 0 elements, expected"},
        BadValue{"bad_element", "hidden: [1, 0]\n", "c.yaml:1:13: model.hidden[1]: found '0'"},
        BadValue{"bad_alternative", "targets: [0, x]\n",
                 "c.yaml:1:14: model.targets[1]: found 'x', expected an integer of at least 0"},
        BadValue{"bad_row", "targets: [[1, x]]\n",
                 "c.yaml:1:15: model.targets[0][1]: found 'x', expected a number"},
        BadValue{"no_alternative", "targets: [{a: 1}]\n",
                 "c.yaml:1:11: model.targets[0]: found a map of keys, expected"},
        BadValue{
            "unknown_nested", "init: {stdd: 1}\n",
            "c.yaml:1:8: found the unknown key 'stdd' under model.init, expected std, scheme; did "
            "you mean 'std'?"},
        BadValue{"unknown", "hiden: [1]\n",
                 "c.yaml:1:1: found the unknown key 'hiden' under model, expected lr, rows"},
        BadValue{
            "no_space", "init: {std:1}\n",
            "c.yaml:1:8: found the unknown key 'std:1' under model.init, expected std, scheme; did "
            "you mean 'std'?"},
        BadValue{
            "word_for_map", "init: normal\n",
            "c.yaml:1:7: model.init: found 'normal', expected a map with the keys std, scheme"},
        BadValue{
            "unknown_tag", "layers: [rellu]\n",
            "c.yaml:1:10: model.layers[0]: found 'rellu', expected one of conv2d, relu or dense, "
            "with its parameters below; did you mean 'relu'?"},
        BadValue{
            "missing_in_tag", "layers:\n  - relu\n  - conv2d\n",
            "c.yaml:3:5: model.layers[1].conv2d.out is missing, expected an integer of at least "
            "1 (channels)"},
        BadValue{"missing_below_tag", "layers:\n  - conv2d: {kernel: 3}\n",
                 "c.yaml:2:13: model.layers[0].conv2d.out is missing"},
        BadValue{
            "not_indented", "layers:\n  - conv2d:\n    out: 8\n",
            "c.yaml:3:5: model.layers[0]: found 'out' beside 'conv2d', expected one kind in each"},
        BadValue{"list_as_tag", "layers: [[relu]]\n",
                 "c.yaml:1:10: model.layers[0]: found a list, expected one of conv2d"},
        BadValue{"empty_tag", "layers: [{}]\n", "c.yaml:1:10: model.layers[0]: found a map"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Validate, a_missing_parameter_is_named_with_its_meaning) {
  const ConfigFolder folder;
  const Schema schema{text("dir", "folder of the files")};
  const ConfigNode node = read_yaml_file(folder.write("c.yaml", "x: {}\n"));
  EXPECT_THAT(config_error([&] { validate_map(*node.find("x"), schema, "dataset"); }),
              HasSubstr("c.yaml:1:4: dataset.dir is missing, expected text (folder of the files)"));
}

TEST(Validate, the_callers_hint_comes_before_the_nearest_name) {
  const ConfigFolder folder;
  const ConfigNode node = read_yaml_file(folder.write("c.yaml", "row: 1\n"));
  const auto hint = [](const std::string& key) { return "'" + key + "' belongs under train"; };
  const std::string message = config_error([&] { validate_map(node, example(), "model", hint); });
  EXPECT_THAT(message, HasSubstr("; 'row' belongs under train"));
  EXPECT_THAT(message, testing::Not(HasSubstr("did you mean")));
}

}  // namespace
}  // namespace logitbench
