#include "core/record/safetensors.h"

#include <cstdint>
#include <functional>
#include <numeric>
#include <stdexcept>

#include "core/record/little_endian.h"
#include "core/record/value_json.h"

namespace logitbench {

namespace {

// The numbers begin at a multiple of this: readers map them as they lie.
constexpr size_t kAlignment = 8;

}  // namespace

std::string safetensors(const std::vector<NamedTensor>& tensors, bool single_precision,
                        const NamedTexts& metadata) {
  const size_t size = single_precision ? sizeof(float) : sizeof(double);
  Json header = {{"__metadata__", named_texts_json(metadata)}};
  size_t begin = 0;
  for (const NamedTensor& tensor : tensors) {
    const size_t count =
        std::accumulate(tensor.shape.begin(), tensor.shape.end(), size_t{1}, std::multiplies<>());
    if (count != tensor.values.size() || header.contains(tensor.name))
      throw std::logic_error("safetensors: " + tensor.name +
                             " is there twice, or its shape does not fit its values");
    const size_t end = begin + count * size;
    header[tensor.name] = {{"dtype", single_precision ? "F32" : "F64"},
                           {"shape", tensor.shape},
                           {"data_offsets", {begin, end}}};
    begin = end;
  }
  std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');

  std::string file;
  file.reserve(sizeof(uint64_t) + text.size() + begin);
  append_little_endian(file, uint64_t{text.size()});
  file += text;
  for (const NamedTensor& tensor : tensors)
    for (const double value : tensor.values)
      if (single_precision)
        append_little_endian(file, static_cast<float>(value));
      else
        append_little_endian(file, value);
  return file;
}

}  // namespace logitbench
