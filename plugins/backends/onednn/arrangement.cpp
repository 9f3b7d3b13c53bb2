#include "arrangement.h"

#include <algorithm>

namespace logitbench::onednn {
namespace {

// Microseconds of forward and backward on two cores (AVX-512, oneDNN 2.6), medians: threads inside
// the primitives / rows split over them.
//
//   network, rows            parameters        f32             bf16
//   784-10, 256                   7,850     237 /   124     118 /   94
//   CNN of notebook 000, 128     35,962   7,891 / 7,512   4,808 / 4,609
//   784-128-10, 128             101,770     294 /   278     184 /  178
//   784-256-10, 128             203,530     584 /   538     325 /  320
//   784-512-10, 128             407,050   1,074 / 1,075     587 /  593
//   784-1024-1024-10, 256     1,863,690  12,294 / 13,147  6,272 / 6,869
//
// Split, no kernel waits for the other thread, but every thread has gradients of its own, which are
// added up: that pays while they lie in its cache. Of a whole step in bf16, where the kernels take
// half the time and the gradients are as large, adding them up is the more:
//
//   network, rows            parameters       bf16
//   784-32-10, 64                25,450      69 /  63
//   784-128-10, 32              101,770     102 / 123
//   784-128-10, 64              101,770     136 / 156
//   784-128-10, 128             101,770     221 / 223
//   784-256-10, 64              203,530     234 / 281
//   784-256-10, 128             203,530     372 / 413
constexpr size_t kMostParametersToSplit = 300'000;
constexpr size_t kMostParametersToSplitInBfloat16 = 75'000;
// With fewer, the kernels' time goes into packing weights.
constexpr size_t kFewestRowsOfThread = 16;

// Microseconds on one core, [inputs][outputs] / [outputs][inputs]: the forward product, and that
// for the weights' gradient.
//
//   rows, inputs -> outputs    f32 forward     gradient    bf16 forward     gradient
//   128, 784 -> 10               28 /   29      37 /  18      15.5 / 14.9    24 /  14
//    64, 784 -> 40               48 /   50      51 /  36        23 /   23    27 /  21
//    64, 784 -> 128             111 /  119     118 / 116        61 /   61    65 /  68
//   128, 784 -> 1024           1,960 / 1,873  1,838 / 1,805    958 /  939   958 / 944
//   300, 2 -> 64                1.7 /  2.0     1.3 / 7.1
//   300, 64 -> 3                5.7 /  6.0     7.1 / 1.6
//
// What is contiguous should be long; and transposing weights on the way costs the less the more
// rows use them.
bool is_transposed(size_t inputs, size_t outputs, size_t rows, DataType type) {
  constexpr size_t kVector = 16;  // floats
  if (inputs < kVector) return false;
  return outputs <= 4 * kVector || rows >= 128 || type != kFloat;
}

}  // namespace

Arrangement arrange(const NetworkSpec& spec, const CompileOptions& options, DataType type) {
  Arrangement result;
  result.type = type;
  result.threads = std::max<size_t>(options.threads, 1);
  const size_t rows_of_thread = options.max_batch / result.threads;
  const size_t most_parameters =
      type == kFloat ? kMostParametersToSplit : kMostParametersToSplitInBfloat16;
  result.split_rows = result.threads > 1 && rows_of_thread >= kFewestRowsOfThread &&
                      parameter_count(spec) <= most_parameters;
  const size_t rows = result.split_rows ? rows_of_thread : options.max_batch;
  result.transposed = [rows, type](const ParameterBlock& weight) {
    return is_transposed(weight.inputs, weight.outputs, rows, type);
  };
  return result;
}

}  // namespace logitbench::onednn
