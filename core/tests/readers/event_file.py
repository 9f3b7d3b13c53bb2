"""Reads a TensorBoard event file with Google's protocol buffers and crcmod's CRC-32C.

    /usr/bin/python3 event_file.py FILE > events.json

The records and the messages are those that TensorBoard's own sources describe (record_writer.h,
event.proto, summary.proto, plugin_data.proto), declared here as far as the file uses them.
"""
import json
import struct
import sys

import crcmod.predefined
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf import struct_pb2

TYPES = {
    "double": 1, "float": 2, "int64": 3, "int32": 5, "string": 9, "message": 11, "bytes": 12,
}
# message -> field -> (number, type, repeated, message's name)
MESSAGES = {
    "PluginData": {"plugin_name": (1, "string"), "content": (2, "bytes")},
    "SummaryMetadata": {"plugin_data": (1, "message", False, "tb.PluginData")},
    "Value": {"tag": (1, "string"), "simple_value": (2, "float"),
              "metadata": (9, "message", False, "tb.SummaryMetadata")},
    "Summary": {"value": (1, "message", True, "tb.Value")},
    "Event": {"wall_time": (1, "double"), "step": (2, "int64"), "file_version": (3, "string"),
              "summary": (5, "message", False, "tb.Summary")},
    "Entry": {"key": (1, "string"), "value": (2, "message", False, "google.protobuf.Value")},
    "SessionStart": {"hparams": (1, "message", True, "tb.Entry"), "group_name": (4, "string"),
                     "start_time_secs": (5, "double")},
    "SessionEnd": {"status": (1, "int32"), "end_time_secs": (2, "double")},
    "HParams": {"version": (1, "int32"),
                "session_start_info": (3, "message", False, "tb.SessionStart"),
                "session_end_info": (4, "message", False, "tb.SessionEnd")},
}


def message_classes():
    file = descriptor_pb2.FileDescriptorProto(
        name="tb.proto", package="tb", syntax="proto3",
        dependency=["google/protobuf/struct.proto"])
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, (number, kind, *rest) in fields.items():
            repeated = bool(rest and rest[0])
            message.field.add(name=field, number=number, type=TYPES[kind],
                              label=3 if repeated else 1,
                              type_name="." + rest[1] if rest else None)
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(struct_pb2.DESCRIPTOR.serialized_pb)
    pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return {name: factory.GetPrototype(pool.FindMessageTypeByName("tb." + name))
            for name in MESSAGES}


def records(data):
    crc32c = crcmod.predefined.mkCrcFun("crc-32c")

    def check(content, stored):
        crc = crc32c(content)
        masked = (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
        if masked != struct.unpack("<I", stored)[0]:
            raise SystemExit("a checksum does not fit its content")

    at = 0
    while at < len(data):
        length = data[at:at + 8]
        check(length, data[at + 8:at + 12])
        end = at + 12 + struct.unpack("<Q", length)[0]
        content = data[at + 12:end]
        check(content, data[end:end + 4])
        yield content
        at = end + 4


def plain(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def main():
    classes = message_classes()
    events = []
    for record in records(open(sys.argv[1], "rb").read()):
        event = classes["Event"].FromString(record)
        told = {"wall_time": event.wall_time, "step": event.step,
                "file_version": event.file_version, "scalars": {}, "hparams": {}}
        for value in event.summary.value:
            content = value.metadata.plugin_data.content
            if content:
                told["hparams"][value.tag] = plain(classes["HParams"].FromString(content))
            else:
                told["scalars"][value.tag] = repr(value.simple_value)
        events.append(told)
    json.dump(events, sys.stdout)


main()
