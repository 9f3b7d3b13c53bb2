#include "core/random/streams.h"

#include "core/random/numpy_stream.h"
#include "core/random/philox_stream.h"
#include "core/random/torch_stream.h"

namespace logitbench {

std::unique_ptr<RandomStream> make_stream(Generator generator, uint64_t seed) {
  switch (generator) {
    case Generator::torch:
      return std::make_unique<TorchStream>(seed);
    case Generator::numpy:
      return std::make_unique<NumpyStream>(seed);
    case Generator::counter:
      break;
  }
  return std::make_unique<PhiloxStream>(seed);
}

RandomStream& SeededStreams::stream(Generator generator) {
  std::unique_ptr<RandomStream>& stream = streams_[static_cast<size_t>(generator)];
  if (!stream) stream = make_stream(generator, seed_);
  return *stream;
}

}  // namespace logitbench
