// The sanitizer that a file is compiled with: "address", "thread" or "none", in
// LOGITBENCH_SANITIZER, and whether there is one, in LOGITBENCH_SANITIZED. GCC defines a macro for
// each of them, Clang answers __has_feature.
#pragma once

#if defined(__has_feature)
#define LOGITBENCH_HAS_FEATURE_(feature) __has_feature(feature)
#else
#define LOGITBENCH_HAS_FEATURE_(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || LOGITBENCH_HAS_FEATURE_(address_sanitizer)
#define LOGITBENCH_SANITIZER "address"
#define LOGITBENCH_SANITIZED 1
#elif defined(__SANITIZE_THREAD__) || LOGITBENCH_HAS_FEATURE_(thread_sanitizer)
#define LOGITBENCH_SANITIZER "thread"
#define LOGITBENCH_SANITIZED 1
#else
#define LOGITBENCH_SANITIZER "none"
#define LOGITBENCH_SANITIZED 0
#endif
