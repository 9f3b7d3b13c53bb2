// Spiral arms, one per class: notebook 001's spiral_data (Karpathy's CS231n, in nnfs).
//
// For class c of K, `samples` points, all NumPy's legacy numbers from one stream, class by class:
//   noise = float(randn(samples)) · 0.2f            float32, as nnfs makes NumPy's randn give
//   t = linspace(4c, 4(c+1), samples) + noise       float64
//   r = linspace(0, 1, samples)
//   point = (r sin 2.5t, r cos 2.5t)                rounded to float32
#include <cmath>

#include <logitbench/error.h>
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

constexpr int64_t kMaxRows = 10'000'000;  // 80 MB of points

// numpy.linspace(start, stop, count)[i]
double linspace(double start, double stop, size_t count, size_t i) {
  if (count == 1) return start;
  if (i + 1 == count) return stop;
  return static_cast<double>(i) * ((stop - start) / static_cast<double>(count - 1)) + start;
}

Dataset load(const Map& parameters, DatasetContext& context) {
  const int64_t samples = parameters.integer("samples"), classes = parameters.integer("classes");
  if (samples > kMaxRows / classes)
    throw ConfigError("spiral: " + std::to_string(samples) + " samples of each of " +
                      std::to_string(classes) + " classes; expected at most " +
                      std::to_string(kMaxRows) + " rows in all");
  const size_t count = static_cast<size_t>(samples);
  RandomStream& random = context.random.stream(Generator::numpy);

  Dataset dataset;
  dataset.classes = static_cast<size_t>(classes);
  std::vector<float> points;
  points.reserve(2 * count * dataset.classes);
  std::vector<double> normals(count);
  for (size_t c = 0; c < dataset.classes; ++c) {
    random.normal(normals);
    for (size_t i = 0; i < count; ++i) {
      const float noise = static_cast<float>(normals[i]) * 0.2f;
      const double t =
          linspace(4.0 * static_cast<double>(c), 4.0 * static_cast<double>(c + 1), count, i) +
          static_cast<double>(noise);
      const double r = linspace(0, 1, count, i);
      points.push_back(static_cast<float>(r * std::sin(t * 2.5)));
      points.push_back(static_cast<float>(r * std::cos(t * 2.5)));
      dataset.train.targets.classes.push_back(static_cast<int32_t>(c));
    }
  }
  dataset.train.features = {{1, 1, 2}, count * dataset.classes, std::move(points), 1.0};
  return dataset;
}

void enroll(Registry& registry) {
  registry.add(DatasetPlugin{
      "spiral", "spiral arms in the plane, one per class, with NumPy's noise",
      Schema{integer("samples", "points per class")
                 .at_least(1)
                 .at_most(static_cast<double>(kMaxRows))
                 .by_default(100),
             integer("classes", "number of arms").at_least(1).at_most(1000).by_default(3)},
      std::nullopt, load});
}

}  // namespace

LOGITBENCH_PLUGIN("spiral", "1.0", enroll)
