#include "core/plugin/elf_check.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>

namespace logitbench {

std::string elf_problem(const std::filesystem::path& file) {
  std::error_code error;
  const uint64_t bytes = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) return "it cannot be read";
  Elf64_Ehdr header{};
  in.read(reinterpret_cast<char*>(&header), sizeof header);
  if (!in || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return "it is not an ELF file";
  if (header.e_ident[EI_CLASS] != ELFCLASS64) return "it is not a 64-bit ELF file";

  // The section headers are the file's end, behind the debug information that loading does not
  // need.
  uint64_t needed = std::max<uint64_t>(
      sizeof header, header.e_shoff + uint64_t{header.e_shnum} * header.e_shentsize);
  in.seekg(static_cast<std::streamoff>(header.e_phoff));
  for (int i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment{};
    in.read(reinterpret_cast<char*>(&segment), sizeof segment);
    if (!in) return "it is truncated: " + std::to_string(bytes) + " bytes, its headers among them";
    if (segment.p_type == PT_LOAD) needed = std::max(needed, segment.p_offset + segment.p_filesz);
  }
  if (bytes < needed)
    return "it is truncated: " + std::to_string(bytes) + " bytes, " + std::to_string(needed) +
           " expected";
  return {};
}

}  // namespace logitbench
