#include "core/data/content_hash.h"

#include <bit>
#include <type_traits>

#include "core/data/sha256.h"

namespace logitbench {

// Numbers are hashed as they lie in memory; elsewhere they would hash to something else.
static_assert(std::endian::native == std::endian::little);

std::string content_hash(const Split& split) {
  Sha256 hash;
  const auto add_array = [&]<class T>(const char* type, const std::vector<T>& numbers) {
    const std::string title = std::string(type) + "[" + std::to_string(numbers.size()) + "]";
    hash.add(title.data(), title.size());
    hash.add(numbers.data(), numbers.size() * sizeof(T));
  };
  const Features& features = split.features;
  const Shape& shape = features.shape;
  add_array("shape",
            std::vector<uint64_t>{shape.channels, shape.height, shape.width, features.rows});
  add_array("divisor", std::vector<double>{features.divisor});
  std::visit(
      [&]<class T>(const std::vector<T>& values) {
        constexpr const char* kType = std::is_same_v<T, uint8_t> ? "uint8"
                                      : std::is_same_v<T, float> ? "float32"
                                                                 : "float64";
        add_array(kType, values);
      },
      features.values);
  add_array("classes", split.targets.classes);
  add_array("weights", split.targets.weights);
  return hash.hex();
}

}  // namespace logitbench
