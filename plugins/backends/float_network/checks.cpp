#include "checks.h"

#include <logitbench/error.h>

#include <algorithm>
#include <string>

namespace logitbench::float_network {
namespace {

[[noreturn]] void fail(const char* backend, const std::string& message) {
  throw Error(ExitCode::runs_failed, std::string("backend ") + backend + ": " + message);
}

std::string text(const Shape& shape) {
  return std::to_string(shape.height) + "x" + std::to_string(shape.width) + "x" +
         std::to_string(shape.channels);
}

}  // namespace

void check_batch(const char* backend, const Batch& batch, const Shape& input, size_t max_batch) {
  if (batch.features->shape != input)
    fail(backend, "samples of " + text(batch.features->shape) + "; the network was compiled for " +
                      text(input) + " (height x width x channels)");
  if (batch.rows.empty() || batch.rows.size() > max_batch)
    fail(backend, "a batch of " + std::to_string(batch.rows.size()) +
                      " rows; the network was compiled for 1 to " + std::to_string(max_batch));
  const uint32_t largest = *std::max_element(batch.rows.begin(), batch.rows.end());
  if (largest >= batch.features->rows)
    fail(backend, "a batch asks for row " + std::to_string(largest) + " of " +
                      std::to_string(batch.features->rows) + " samples");
}

MatrixView<float> check_d_logits(const char* backend, const RealMatrix& d_logits, size_t rows,
                                 size_t columns) {
  const auto* given = std::get_if<MatrixView<float>>(&d_logits);
  if (rows == 0 || given == nullptr || given->rows != rows || given->columns != columns)
    fail(backend, "d_logits must have the type and the shape of the last logits: float, " +
                      std::to_string(rows) + " x " + std::to_string(columns));
  return *given;
}

void check_parameter_count(const char* backend, size_t given, size_t has) {
  if (given != has)
    fail(backend, std::to_string(given) + " canonical parameters given, the network has " +
                      std::to_string(has));
}

}  // namespace logitbench::float_network
