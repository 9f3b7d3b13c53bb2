#include "core/config/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/config/config_error.h"
#include "core/config/config_file.h"
#include "core/config/testing/config_folder.h"

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string repeated(const std::string& text, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(YamlReader, keeps_order_quoting_and_locations) {
  const ConfigFolder folder;
  const ConfigNode root =
      read_yaml_file(folder.write("a.yaml", "b: 1\na: \"1\"\nempty:\nlist: [x, {y: ~}]\n"));
  ASSERT_EQ(root.entries.size(), 4u);
  EXPECT_EQ(root.entries[0].key, "b");
  EXPECT_EQ(root.entries[0].value.text, "1");
  EXPECT_FALSE(root.entries[0].value.quoted);
  EXPECT_TRUE(root.entries[1].value.quoted);
  EXPECT_TRUE(root.entries[2].value.is_null());
  const ConfigNode& list = root.entries[3].value;
  ASSERT_EQ(list.items.size(), 2u);
  EXPECT_TRUE(list.items[1].entries[0].value.is_null());
  EXPECT_THAT(to_text(list.items[1].entries[0].key_at), testing::EndsWith("a.yaml:4:12"));
  EXPECT_THAT(to_text(root.entries[1].value.at), testing::EndsWith("a.yaml:2:4"));
}

TEST(YamlReader, copies_anchored_values_and_passes_over_a_byte_order_mark) {
  const ConfigFolder folder;
  const ConfigNode root = read_yaml_file(folder.write("a.yaml",
                                                      "\xef\xbb\xbf"
                                                      "a: &x [1, 2]\r\nb: *x\r\n"));
  EXPECT_EQ(root.entries[0].key, "a");
  ASSERT_EQ(root.entries[1].value.items.size(), 2u);
  EXPECT_EQ(root.entries[1].value.items[1].text, "2");
}

struct BadText {
  const char* name;
  std::string text;
  std::string message;
};
void PrintTo(const BadText& bad, std::ostream* out) { *out << bad.name; }

class BadYaml : public testing::TestWithParam<BadText> {};

TEST_P(BadYaml, is_refused_with_its_location) {
  const ConfigFolder folder;
  const std::filesystem::path file = folder.write("bad.yaml", GetParam().text);
  EXPECT_THAT(config_error([&] { read_yaml_file(file); }, folder.path().string()),
              StartsWith(GetParam().message));
}

std::string alias_bomb() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string alias = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
            repeated(alias + ", ", 9) + alias + "]\n";
  }
  return text;
}

// Aliases that each deepen the one before, with few values in all.
std::string alias_ladder() {
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i < 100; ++i)
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) +
            "]\n";
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadYaml,
    testing::Values(
        BadText{"empty", "", "bad.yaml: is empty, expected a YAML config"},
        BadText{"blank", " \n\n", "bad.yaml: is empty"},
        BadText{"comment", "# only\n", "bad.yaml: holds no keys, expected keys such as"},
        BadText{"marker", "---\n", "bad.yaml: holds no keys"},
        BadText{"scalar", "hello\n", "bad.yaml:1:1: found 'hello', expected a map of keys"},
        BadText{"list", "- a\n- b\n", "bad.yaml:1:1: found a list, expected a map of keys"},
        BadText{"duplicate", "seed: 1\nloss: x\nseed: 2\n",
                "bad.yaml:3:1: found the key 'seed' twice, expected it once; it is first set at "
                "line 1, column 1"},
        BadText{"duplicate_flow", "a: {b: 1, c: 2, b: 3}\n",
                "bad.yaml:1:17: found the key 'b' twice, expected it once; it is first set at line "
                "1, column 5"},
        BadText{"duplicate_quoted", "a: 1\n\"a\": 2\n", "bad.yaml:2:1: found the key 'a' twice"},
        BadText{
            "tab", "train:\n\tepochs: 1\n",
            "bad.yaml:2:1: found a tab in the indentation, expected spaces; indent with spaces"},
        BadText{"tab_after_spaces", "train:\n  \tepochs: 1\n", "bad.yaml:2:3: found a tab"},
        BadText{"zero_byte", std::string("a: 1\nb: \0", 9), "bad.yaml:2:4: found a zero byte"},
        BadText{"latin1", "a: caf\xe9\n", "bad.yaml:1:7: found byte 0xe9, which is not UTF-8"},
        BadText{"overlong", "a: \xc0\xaf\n", "bad.yaml:1:4: found byte 0xc0"},
        BadText{"surrogate", "a: \xed\xa0\x80\n", "bad.yaml:1:4: found byte 0xed"},
        BadText{"utf16",
                std::string("\xff\xfe"
                            "a\0",
                            4),
                "bad.yaml:1:1: found byte 0xff"},
        BadText{"two_colons", "a: b: c\n",
                "bad.yaml:1:5: this is not YAML: illegal map value; "
                "expected one `key: value` on a line"},
        BadText{"open_bracket", "a: [1, 2\n",
                "bad.yaml:2:1: this is not YAML: end of sequence flow "
                "not found; expected a closing ]"},
        BadText{"stray_bracket", "a: 1\n]\n", "bad.yaml:2:1: this is not YAML"},
        BadText{"extra_bracket", "{a: b}}\n", "bad.yaml:1:7: this is not YAML"},
        BadText{"open_quote", "a: \"x\n", "bad.yaml:1:4: found a quote that is never closed"},
        BadText{"open_single_quote", "a: 'it''s\n", "bad.yaml:1:4: found a quote that is never"},
        BadText{"at_sign", "a: @x\n", "bad.yaml:1:4: this is not YAML: unknown token"},
        BadText{"text_after_quote", "a: 'x' y\n", "bad.yaml:1:8: this is not YAML"},
        BadText{"second_document", "a: 1\n---\nb: 2\n", "bad.yaml:2:1: found a second document"},
        BadText{"text_after_map", "{a: 1} x\n", "bad.yaml:1:8: found a second document or text"},
        BadText{"list_then_key", "- 1\na: 2\n", "bad.yaml:2:1: found a second document or text"},
        BadText{"tag", "a: !!int 3\n", "bad.yaml:1:4: found the tag 'tag:yaml.org,2002:int'"},
        BadText{"local_tag", "a: !x {b: 1}\n", "bad.yaml:1:4: found the tag '!x'"},
        BadText{"unknown_alias", "a: *no\n",
                "bad.yaml:1:4: this is not YAML: the referenced anchor"},
        BadText{"recursive_alias", "a: &x {b: *x}\n",
                "bad.yaml:1:11: found an alias to a value that it is part of"},
        BadText{"merge_key", "a: &x {b: 1}\nc:\n  <<: *x\n", "bad.yaml:3:3: found the merge key"},
        BadText{"map_as_key", "{[a]: 1}\n", "bad.yaml:1:2: found a list as a key"},
        BadText{"null_key", ": 1\n", "bad.yaml:1:1: found nothing as a key"},
        BadText{"alias_bomb", alias_bomb(), "bad.yaml:5:"},
        BadText{"alias_ladder", alias_ladder(), "bad.yaml:"},
        BadText{"long_key", repeated("k", 100000) + "\n", "bad.yaml:1:1: found 'kkkk"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(YamlReader, says_that_an_alias_bomb_expands_too_far) {
  const ConfigFolder folder;
  const auto file = folder.write("a.yaml", alias_bomb());
  EXPECT_THAT(config_error([&] { read_yaml_file(file); }),
              HasSubstr("anchors and aliases expand to more than 100000 values"));
  const auto ladder = folder.write("b.yaml", alias_ladder());
  EXPECT_THAT(config_error([&] { read_yaml_file(ladder); }), HasSubstr("more than 64 deep"));
}

TEST(YamlReader, refuses_a_hundred_thousand_levels) {
  const ConfigFolder folder;
  for (const char* level : {"[", "{a: ", "- ", "? ", "[{a: "}) {
    const auto file = folder.write("deep.yaml", "a:\n  " + repeated(level, 100000));
    EXPECT_THAT(config_error([&] { read_yaml_file(file); }, folder.path().string()),
                testing::AllOf(StartsWith("deep.yaml:2:"), HasSubstr("more than 64 deep")))
        << level;
  }
  const auto deepest = folder.write(
      "ok.yaml", "a: " + repeated("[", kDeepestNesting - 1) + repeated("]", kDeepestNesting - 1));
  EXPECT_EQ(config_error([&] { read_yaml_file(deepest); }), "(no error)");
}

TEST(YamlReader, caps_values_and_keys) {
  const ConfigFolder folder;
  const auto values = folder.write("a.yaml", "a: [" + repeated("1,", kMostNodes) + "]\n");
  EXPECT_THAT(config_error([&] { read_yaml_file(values); }),
              HasSubstr("found more than 1000000 values"));
  std::string many;
  for (size_t i = 0; i <= kMostKeys; ++i) many += "k" + std::to_string(i) + ": 1\n";
  const auto keys = folder.write("b.yaml", many);
  EXPECT_THAT(config_error([&] { read_yaml_file(keys); }),
              HasSubstr("b.yaml:10001:1: found more than 10000 keys in one map"));
}

TEST(ConfigFile, refuses_what_is_no_config_file) {
  const ConfigFolder folder;
  const std::string at = folder.path().string();
  folder.write("experiment.yaml", "a: 1\n");
  const auto error = [&](const std::string& name) {
    return config_error([&] { read_config_text(folder.path() / name); }, at);
  };
  EXPECT_EQ(
      error("experimnt.yaml"),
      "experimnt.yaml: no such file, expected a YAML config; did you mean 'experiment.yaml'?");
  EXPECT_EQ(error("zzz"), "zzz: no such file, expected a YAML config");
  EXPECT_EQ(error("nowhere/a.yaml"),
            "nowhere/a.yaml: no such file, expected a YAML config; there is no folder 'nowhere'");
  EXPECT_THAT(error("experiment.yaml/a.yaml"), StartsWith("experiment.yaml/a.yaml: "));
  std::filesystem::create_directory(folder.path() / "configs");
  EXPECT_THAT(error("configs"), StartsWith("configs: found a folder, expected a YAML config file"));
  ASSERT_EQ(mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(error("pipe"), StartsWith("pipe: found a pipe or device"));
  EXPECT_THAT(config_error([] { read_config_text("/dev/zero"); }),
              StartsWith("/dev/zero: found a pipe or device"));
}

TEST(ConfigFile, refuses_an_unreadable_file) {
  if (geteuid() == 0) {
    // Root reads whatever the permissions; a folder of /proc that nobody can read stands in.
    EXPECT_THAT(config_error([] { read_config_text("/proc/self/mem"); }),
                testing::Not(testing::StrEq("(no error)")));
    return;
  }
  const ConfigFolder folder;
  const auto file = folder.write("a.yaml", "a: 1\n");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  EXPECT_THAT(config_error([&] { read_config_text(file); }),
              HasSubstr("cannot be read (Permission"));
}

TEST(ConfigFile, refuses_a_hundred_megabytes_without_reading_them) {
  const ConfigFolder folder;
  const auto file = folder.write("big.yaml", "a: 1\n");
  // Zero bytes: had it been read, they would be what is refused.
  std::filesystem::resize_file(file, 100'000'000);
  EXPECT_THAT(
      config_error([&] { read_config_text(file); }, folder.path().string()),
      StartsWith("big.yaml: found 100000000 bytes, expected a YAML config of at most 16777216"));
}

}  // namespace
}  // namespace logitbench
