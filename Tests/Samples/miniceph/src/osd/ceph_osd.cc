// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>

#include <cstdio>
#include <cstring>
#include <initializer_list>

#include "common/hash.h"
#include "common/version.h"

// Loads a plugin the way the daemon does: every symbol at once, and an erasure code only of the daemon's version.
static int load(const char *file)
{
  void *plugin = dlopen(file, RTLD_NOW);
  if (!plugin) {
    std::fprintf(stderr, "ceph-osd: %s\n", dlerror());
    return 1;
  }
  if (auto version = reinterpret_cast<const char *(*)()>(dlsym(plugin, "__erasure_code_version"))) {
    if (std::strcmp(version(), ceph::nice_version())) {
      std::fprintf(stderr, "ceph-osd: %s has version %s, expected %s\n", file, version(), ceph::nice_version());
      return 1;
    }
  }
  for (const char *name : {"__cls_init", "__erasure_code_init"})
    if (auto init = reinterpret_cast<void (*)()>(dlsym(plugin, name)))
      init();
  std::printf("loaded %s (%08x)\n", file, ceph::str_hash(file));
  return 0;
}

int main(int argc, char **argv)
{
  if (argc == 2 && (!std::strcmp(argv[1], "--version") || !std::strcmp(argv[1], "-v"))) {
    std::puts(ceph::pretty_version());
    return 0;
  }
  if (argc == 3 && !std::strcmp(argv[1], "--load"))
    return load(argv[2]);
  std::puts("usage: ceph-osd [--version] [--load FILE]");
  return argc == 2 && !std::strcmp(argv[1], "--help") ? 0 : 1;
}
