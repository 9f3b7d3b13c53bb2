#include "core/record/event_file.h"

#include <boost/crc.hpp>
#include <cstdint>
#include <protozero/pbf_builder.hpp>

#include "core/record/csv_reader.h"
#include "core/record/little_endian.h"

namespace logitbench {

namespace {

// The messages, as far as they are written: field names and numbers are TensorBoard's.
enum class Event : protozero::pbf_tag_type {
  wall_time_double = 1,
  step_int64 = 2,
  file_version_string = 3,
  summary_message = 5
};
enum class Summary : protozero::pbf_tag_type { value_message = 1 };
enum class SummaryValue : protozero::pbf_tag_type {
  tag_string = 1,
  simple_value_float = 2,
  metadata_message = 9
};
enum class SummaryMetadata : protozero::pbf_tag_type { plugin_data_message = 1 };
enum class PluginData : protozero::pbf_tag_type { plugin_name_string = 1, content_bytes = 2 };
enum class HParams : protozero::pbf_tag_type {
  version_int32 = 1,
  session_start_message = 3,
  session_end_message = 4
};
enum class SessionStart : protozero::pbf_tag_type {
  hparams_map = 1,
  group_name_string = 4,
  start_time_double = 5
};
enum class SessionEnd : protozero::pbf_tag_type { status_enum = 1, end_time_double = 2 };
enum class MapEntry : protozero::pbf_tag_type { key_string = 1, value_message = 2 };
enum class AnyValue : protozero::pbf_tag_type { number_double = 2, string_string = 3 };
enum class SessionStatus : int32_t { unknown = 0, success = 1, failure = 2 };

using protozero::pbf_builder;

// CRC-32C, rotated and shifted so that a checksum of data that hold checksums is none of them.
uint32_t masked_crc(std::string_view data) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(data.data(), data.size());
  const uint32_t sum = crc.checksum();
  return ((sum >> 15) | (sum << 17)) + 0xa282ead8u;
}

std::string any_value(const std::string& text) {
  std::string value;
  pbf_builder<AnyValue> builder(value);
  if (const std::optional<double> number = number_cell(text))
    builder.add_double(AnyValue::number_double, *number);
  else
    builder.add_string(AnyValue::string_string, text);
  return value;
}

SessionStatus session_status(RunStatus status) {
  switch (status) {
    case RunStatus::completed:
    case RunStatus::pruned:
      return SessionStatus::success;
    case RunStatus::diverged:
    case RunStatus::failed:
    case RunStatus::interrupted:
    case RunStatus::timed_out:
      return SessionStatus::failure;
    case RunStatus::queued:
    case RunStatus::running:
      return SessionStatus::unknown;
  }
  return SessionStatus::unknown;
}

}  // namespace

EventFile::EventFile(double started_s) {
  std::string event;
  pbf_builder<Event> builder(event);
  builder.add_double(Event::wall_time_double, started_s);
  builder.add_string(Event::file_version_string, "brain.Event:2");
  record(event);
}

void EventFile::session(const HyperParameters& parameters, const std::string& group,
                        double started_s) {
  std::string content;
  pbf_builder<HParams> hparams(content);
  hparams.add_int32(HParams::version_int32, 0);
  {
    pbf_builder<SessionStart> start(hparams, HParams::session_start_message);
    for (const auto& [name, text] : parameters) {
      pbf_builder<MapEntry> entry(start, SessionStart::hparams_map);
      entry.add_string(MapEntry::key_string, name);
      entry.add_message(MapEntry::value_message, any_value(text));
    }
    start.add_string(SessionStart::group_name_string, group);
    start.add_double(SessionStart::start_time_double, started_s);
  }
  plugin_data("_hparams_/session_start_info", content, started_s);
}

void EventFile::epoch(const EpochRecord& record_of_epoch, double at_s) {
  std::string event;
  {
    pbf_builder<Event> builder(event);
    builder.add_double(Event::wall_time_double, at_s);
    builder.add_int64(Event::step_int64, static_cast<int64_t>(record_of_epoch.step));
    pbf_builder<Summary> summary(builder, Event::summary_message);
    for (const MetricValue& metric : record_of_epoch.values) {
      pbf_builder<SummaryValue> value(summary, Summary::value_message);
      value.add_string(SummaryValue::tag_string, metric.split + "/" + metric.metric);
      value.add_float(SummaryValue::simple_value_float, static_cast<float>(metric.value));
    }
  }
  record(event);
}

void EventFile::end(RunStatus status, double at_s) {
  std::string content;
  pbf_builder<HParams> hparams(content);
  hparams.add_int32(HParams::version_int32, 0);
  {
    pbf_builder<SessionEnd> end(hparams, HParams::session_end_message);
    end.add_enum(SessionEnd::status_enum, static_cast<int32_t>(session_status(status)));
    end.add_double(SessionEnd::end_time_double, at_s);
  }
  plugin_data("_hparams_/session_end_info", content, at_s);
}

void EventFile::plugin_data(const char* tag, const std::string& content, double at_s) {
  std::string event;
  {
    pbf_builder<Event> builder(event);
    builder.add_double(Event::wall_time_double, at_s);
    pbf_builder<Summary> summary(builder, Event::summary_message);
    pbf_builder<SummaryValue> value(summary, Summary::value_message);
    value.add_string(SummaryValue::tag_string, tag);
    pbf_builder<SummaryMetadata> metadata(value, SummaryValue::metadata_message);
    pbf_builder<PluginData> data(metadata, SummaryMetadata::plugin_data_message);
    data.add_string(PluginData::plugin_name_string, "hparams");
    data.add_bytes(PluginData::content_bytes, content);
  }
  record(event);
}

void EventFile::record(std::string_view event) {
  std::string length;
  append_little_endian(length, uint64_t{event.size()});
  bytes_ += length;
  append_little_endian(bytes_, masked_crc(length));
  bytes_ += event;
  append_little_endian(bytes_, masked_crc(event));
}

}  // namespace logitbench
