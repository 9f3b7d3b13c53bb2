#include "core/record/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

using testing::HasSubstr;

std::string marked(std::string_view text) { return "hash of " + std::string(text); }

Plan one_run() {
  Plan plan{"mnist37_losses", "what \"he\" saw", {"optimizer.lr"}, {Run{}}};
  plan.runs[0].run_id = "lr1-0123abcd";
  plan.runs[0].resolved.set("seed", 0);
  plan.runs[0].resolved.set("clip_norm", Value());
  return plan;
}

ManifestFacts facts() {
  ManifestFacts facts;
  facts.command_line = {"logitbench", "run", "a b.yaml"};
  facts.made_of["lr1-0123abcd"] = {2, "oneDNN 2.6.3", {{"train", "ba89"}}, {{"parameters", 7850}}};
  facts.versions = {{"oneDNN", "2.6.3"}};
  facts.machine = {"A CPU", 2, 8000000000, "Debian", "Linux 6.1"};
  facts.started = UtcTime(std::chrono::seconds(1709210096));
  facts.sha256 = marked;
  return facts;
}

TEST(Manifest, SaysWhatRan) {
  const Json json = manifest_json(one_run(), facts(), Json());
  EXPECT_EQ(json["experiment"], "mnist37_losses");
  EXPECT_EQ(json["note"], "what \"he\" saw");
  EXPECT_EQ(json["swept_keys"], Json({"optimizer.lr"}));
  EXPECT_EQ(json["command_line"], Json({"logitbench", "run", "a b.yaml"}));
  EXPECT_EQ(json["started"], "2024-02-29T12:34:56.000Z");
  EXPECT_EQ(json["versions"]["oneDNN"], "2.6.3");
  EXPECT_THAT(json["versions"]["compiler"].get<std::string>(), HasSubstr("G"));
  EXPECT_TRUE(json["versions"].contains("logitbench"));
  EXPECT_EQ(json["machine"]["memory_bytes"], 8000000000);
  ASSERT_EQ(json["runs"].size(), 1u);
  EXPECT_EQ(json["runs"][0]["run_id"], "lr1-0123abcd");
  EXPECT_EQ(json["runs"][0]["config"].dump(), R"({"seed":0,"clip_norm":null})");
  EXPECT_EQ(json["runs"][0]["config_sha256"], R"(hash of {"seed":0,"clip_norm":null})");
  EXPECT_EQ(json["runs"][0]["made_of"]["threads"], 2);
  EXPECT_EQ(json["runs"][0]["made_of"]["backend_library"], "oneDNN 2.6.3");
  EXPECT_EQ(json["runs"][0]["made_of"]["data_sha256"]["train"], "ba89");
  EXPECT_EQ(json["runs"][0]["made_of"]["facts"]["parameters"], 7850);
}

// A plan that grew, a sweep that went on: the runs of the process before are not begun again.
TEST(Manifest, KeepsWhatAnEarlierOneSaysOfARun) {
  const TemporaryFolder folder;
  write_manifest(folder.path(), one_run(), facts());
  ManifestFacts later = facts();
  later.made_of.clear();
  write_manifest(folder.path(), one_run(), later);
  const Json json = Json::parse(read_text(folder.path() / "manifest.json"));
  EXPECT_EQ(json["runs"][0]["made_of"]["data_sha256"]["train"], "ba89");
}

TEST(Manifest, WhatIsNotKnownIsNull) {
  ManifestFacts some = facts();
  some.made_of.clear();
  EXPECT_TRUE(manifest_json(one_run(), some, Json())["runs"][0]["made_of"].is_null());
  EXPECT_TRUE(manifest_json(one_run(), some, Json())["git"].is_null());
  EXPECT_TRUE(manifest_json(one_run(), some, Json())["finished"].is_null());
  some.git = GitState{"0123", true};
  some.finished = some.started + std::chrono::milliseconds(1500);
  EXPECT_EQ(manifest_json(one_run(), some, Json())["git"].dump(),
            R"({"commit":"0123","dirty":true})");
  EXPECT_EQ(manifest_json(one_run(), some, Json())["finished"], "2024-02-29T12:34:57.500Z");
}

TEST(Manifest, IsWrittenWhole) {
  const TemporaryFolder folder;
  write_manifest(folder.path(), one_run(), facts());
  const std::string text = read_text(folder.path() / "manifest.json");
  EXPECT_EQ(text.back(), '\n');
  EXPECT_EQ(Json::parse(text), manifest_json(one_run(), facts(), Json()));
}

}  // namespace
}  // namespace logitbench
