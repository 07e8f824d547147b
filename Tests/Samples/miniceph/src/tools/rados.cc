// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "common/version.h"
#include "libradosstriper/striper.h"
#include "rados/librados.h"

static const char usage[] =
  "usage: rados [options] [commands]\n"
  "   stripe OBJECT COUNT   the stripe that an object falls into\n"
  "   hash OBJECT           an object's hash\n"
  "   log LEVEL             makes a log entry\n"
  "   --help, --version\n";

int main(int argc, char **argv)
{
  if (argc < 2) {
    std::fprintf(stderr, "rados: you must give an action. Try --help\n");
    return 1;
  }
  const char *action = argv[1];
  if (!std::strcmp(action, "--help") || !std::strcmp(action, "-h")) {
    std::fputs(usage, stdout);
    return 0;
  }
  if (!std::strcmp(action, "--version") || !std::strcmp(action, "-v")) {
    std::puts(ceph::pretty_version());
    return 0;
  }
  if (!std::strcmp(action, "stripe") && argc == 4) {
    std::printf("%u\n", ceph::striper::stripe_of(argv[2], std::atoi(argv[3])));
    return 0;
  }
  if (!std::strcmp(action, "hash") && argc == 3) {
    std::printf("%08x\n", rados_object_hash(argv[2]));
    return 0;
  }
  if (!std::strcmp(action, "log") && argc == 3) {
    std::printf("%lu\n", ceph::striper::submit_entry(std::atoi(argv[2])));
    return 0;
  }
  std::fprintf(stderr, "rados: unrecognized command %s; -h or --help for usage\n", action);
  return 1;
}
