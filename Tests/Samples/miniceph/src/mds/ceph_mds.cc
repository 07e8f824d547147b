// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "common/version.h"
#include "mds/MDSDaemon.h"

int main(int argc, char **argv)
{
  if (argc == 2 && (!std::strcmp(argv[1], "--version") || !std::strcmp(argv[1], "-v"))) {
    std::puts(ceph::pretty_version());
    return 0;
  }
  if (argc == 3 && !std::strcmp(argv[1], "--status"))
    return MDSDaemon().status(std::atoi(argv[2]));
  std::puts("usage: ceph-mds [--version] [--status RANK]");
  return argc == 2 && !std::strcmp(argv[1], "--help") ? 0 : 1;
}
