#include "tools/logitbench/schema_text.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

TEST(SchemaText, SaysTypeBoundsDefaultUnitAndWhatItIs) {
  const Schema schema{real("lr", "learning rate").above(0).by_default(0.1),
                      integer("samples", "rows per class").at_least(1).at_most(1000),
                      real("beta", "decay").at_least(0).below(1).by_default(0.5),
                      choice("scale", "pixel range", {"unit", "raw"}).by_default("unit"),
                      boolean("nesterov", "look ahead").by_default(false),
                      text("title", "").optional(),
                      path("dir", "folder of the four files"),
                      real("timeout", "patience").measured_in("s").by_default(2),
                      integer("threads", "threads").or_word("auto").by_default("auto"),
                      real("p", "probabilities").nonfinite_allowed().by_default(List{})};
  EXPECT_EQ(schema_text(schema),
            "  lr: real, above 0, default 0.1 - learning rate\n"
            "  samples: integer, at least 1, at most 1000, required - rows per class\n"
            "  beta: real, at least 0, below 1, default 0.5 - decay\n"
            "  scale: unit | raw, default unit - pixel range\n"
            "  nesterov: true | false, default false - look ahead\n"
            "  title: text, may be left out\n"
            "  dir: path, required - folder of the four files\n"
            "  timeout: real, default 2, in s - patience\n"
            "  threads: integer | auto, default auto - threads\n"
            "  p: real, .nan and .inf too, default [] - probabilities\n");
  EXPECT_EQ(schema_text({}), "");
}

TEST(SchemaText, NestedParametersStandBelow) {
  const Schema schema{
      list_of("layers", "first to last",
              tagged("layer", "by its kind",
                     {map_of("dense", "x W + b", {integer("out", "outputs").optional()}),
                      map_of("relu", "max(0, x)", {})}))
          .at_least(1),
      list_of("hidden", "widths", integer("width", "").at_least(1)).by_default(List{64})};
  EXPECT_EQ(schema_text(schema, 4),
            "    layers: list, each element, length at least 1, required - first to last\n"
            "      layer: one of, by name - by its kind\n"
            "        dense: map - x W + b\n"
            "          out: integer, may be left out - outputs\n"
            "        relu: map - max(0, x)\n"
            "    hidden: list, each element, default [64] - widths\n"
            "      width: integer, at least 1\n");
}

TEST(SchemaJson, HoldsTheSameFacts) {
  const Schema schema{real("lr", "learning rate").above(0).by_default(0.1),
                      list_of("hidden", "widths", integer("width", "w").at_least(1)),
                      real("beta", "decay").at_least(0).below(1).by_default(0.5),
                      real("share", "of rows").at_most(1).by_default(0.5),
                      choice("scale", "range", {"unit", "raw"}).optional()};
  EXPECT_EQ(schema_json(schema).dump(),
            R"([{"name":"lr","type":"real","description":"learning rate","required":false,)"
            R"("default":0.1,"above":0.0},)"
            R"({"name":"hidden","type":"list","description":"widths","required":true,)"
            R"("fields":[{"name":"width","type":"integer","description":"w","required":true,)"
            R"("minimum":1.0}]},)"
            R"({"name":"beta","type":"real","description":"decay","required":false,)"
            R"("default":0.5,"minimum":0.0,"below":1.0},)"
            R"({"name":"share","type":"real","description":"of rows","required":false,)"
            R"("default":0.5,"maximum":1.0},)"
            R"({"name":"scale","type":"choice","description":"range","required":false,)"
            R"("default":null,"choices":["unit","raw"]}])");
  EXPECT_EQ(schema_json({}).dump(), "[]");
}

}  // namespace
}  // namespace logitbench
