// The terminal behind a stream of this process, if any.
#pragma once

#include <cstddef>

namespace logitbench {

// Whether it is one that understands control characters.
bool is_terminal(int descriptor);

// What text is laid out for where there is none: a file, a pipe.
inline constexpr size_t kColumnsWithoutTerminal = 100;

// Its width; `otherwise` where there is no terminal. Asked anew each time: a window may change its
// size.
size_t terminal_columns(int descriptor, size_t otherwise);

}  // namespace logitbench
