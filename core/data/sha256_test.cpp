#include "core/data/sha256.h"

#include <gtest/gtest.h>

#include <logitbench/error.h>
#include <logitbench_testing/temporary_folder.h>

namespace logitbench {
namespace {

// FIPS 180-4's examples, and the empty message.
constexpr const char* kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256, GivesTheStandardsExamples) {
  EXPECT_EQ(sha256_hex("abc"), kOfAbc);
  EXPECT_EQ(sha256_hex(""), kOfNothing);
}

TEST(Sha256, TakesAMessageInPieces) {
  Sha256 hash;
  hash.add("a", 1);
  hash.add("", 0);
  hash.add("bc", 2);
  EXPECT_EQ(hash.hex(), kOfAbc);
}

TEST(Sha256, ReadsFiles) {
  const TemporaryFolder folder;
  write_text(folder.path() / "abc", "abc");
  write_text(folder.path() / "long", std::string(1'000'000, 'a'));
  EXPECT_EQ(sha256_hex_of_file(folder.path() / "abc"), kOfAbc);
  EXPECT_EQ(sha256_hex_of_file(folder.path() / "long"),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_THROW(sha256_hex_of_file(folder.path() / "absent"), DataError);
  EXPECT_THROW(sha256_hex_of_file(folder.path()), DataError);
}

}  // namespace
}  // namespace logitbench
