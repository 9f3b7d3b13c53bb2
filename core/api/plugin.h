// The entry point of a plugin: one C function per shared object, C++ interfaces behind it.
//
//   void enroll(Registry& registry) { registry.add(LossPlugin{"hinge", "...", {}, make_hinge}); }
//   LOGITBENCH_PLUGIN("hinge", "1.0", enroll)
//
// The file is named <kind>_<name>.so (loss_hinge.so), so that the host loads only what a run uses.
#pragma once

#include <cstdint>

#include "dataset.h"
#include "loss.h"
#include "model.h"
#include "network.h"
#include "optimizer.h"
#include "sanitizer.h"

#define LOGITBENCH_ABI_VERSION 5

#define LOGITBENCH_STRINGIFY_(x) #x
#define LOGITBENCH_STRINGIFY(x) LOGITBENCH_STRINGIFY_(x)

#if defined(__clang__)
#define LOGITBENCH_COMPILER "clang-" LOGITBENCH_STRINGIFY(__clang_major__)
#elif defined(__GNUC__)
#define LOGITBENCH_COMPILER "gcc-" LOGITBENCH_STRINGIFY(__GNUC__)
#else
#error "Logitbench plugins are built with GCC or Clang"
#endif
#if defined(_LIBCPP_VERSION)
#define LOGITBENCH_LIBRARY "libc++-" LOGITBENCH_STRINGIFY(_LIBCPP_VERSION)
#elif defined(_GLIBCXX_RELEASE)
#define LOGITBENCH_LIBRARY                                \
  "libstdc++-" LOGITBENCH_STRINGIFY(_GLIBCXX_RELEASE) "-cxx11abi-" LOGITBENCH_STRINGIFY( \
      _GLIBCXX_USE_CXX11_ABI)
#endif

// Objects cross the boundary as C++ types, so host and plugin must agree on what these name.
#define LOGITBENCH_BUILD_TAG \
  LOGITBENCH_COMPILER "/" LOGITBENCH_LIBRARY "/sanitizer-" LOGITBENCH_SANITIZER

namespace logitbench {

// Owned by the host. What a plugin adds is committed only if its enrolling returns without throwing.
class Registry {
 public:
  virtual ~Registry() = default;
  virtual void add(DatasetPlugin plugin) = 0;
  virtual void add(ModelPlugin plugin) = 0;
  virtual void add(LossPlugin plugin) = 0;
  virtual void add(OptimizerPlugin plugin) = 0;
  virtual void add(BackendPlugin plugin) = 0;
};

// Plain C data, read before anything of the plugin is trusted. `size` is first for ever.
struct PluginEntry {
  uint32_t size;
  uint32_t abi_version;
  const char* build_tag;
  const char* name;
  const char* version;
  void (*enroll)(Registry& registry);
};

using PluginEntryPoint = const PluginEntry* (*)();
inline constexpr const char* kPluginEntrySymbol = "logitbench_plugin";

}  // namespace logitbench

#define LOGITBENCH_PLUGIN(name, version, enroll)                                                  \
  extern "C" __attribute__((visibility("default"))) const logitbench::PluginEntry*                \
  logitbench_plugin() {                                                                           \
    static const logitbench::PluginEntry entry{sizeof(logitbench::PluginEntry),                   \
                                               LOGITBENCH_ABI_VERSION, LOGITBENCH_BUILD_TAG,      \
                                               name, version, enroll};                            \
    return &entry;                                                                                \
  }
