// A TensorBoard event file: a sequence of records, each a protocol buffer `Event` between its
// length and masked CRC-32C checksums of both.
// Source: https://github.com/tensorflow/tensorboard: compat/proto/{event,summary}.proto,
// plugins/hparams/plugin_data.proto; the records: tensorflow/core/lib/io/record_writer.h.
#pragma once

#include <logitbench/recorder.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace logitbench {

// What TensorBoard's HParams page shows of a run: a number as a number, other text as text.
using HyperParameters = std::vector<std::pair<std::string, std::string>>;

// Times are seconds since 1970. Not thread safe.
class EventFile {
 public:
  explicit EventFile(double started_s);

  // Before the first epoch; runs of one group are repeats of one setting.
  void session(const HyperParameters& parameters, const std::string& group, double started_s);
  // Its values as scalars <split>/<metric>, float32 as TensorBoard has them, at the record's step.
  void epoch(const EpochRecord& record, double at_s);
  // How the run ended; one that goes on has none.
  void end(RunStatus status, double at_s);

  const std::string& bytes() const { return bytes_; }

 private:
  void record(std::string_view event);
  void plugin_data(const char* tag, const std::string& content, double at_s);

  std::string bytes_;
};

}  // namespace logitbench
