// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstring>

#include "common/Log.h"
#include "common/version.h"

int main(int argc, char **argv)
{
  if (argc > 1 && (!std::strcmp(argv[1], "--version") || !std::strcmp(argv[1], "-v"))) {
    std::puts(ceph::pretty_version());
    return 0;
  }
  if (argc > 1 && (!std::strcmp(argv[1], "--help") || !std::strcmp(argv[1], "-h"))) {
    std::puts("usage: ceph-fuse [-n client.username] [-m mon-ip-addr:mon-port] <mount point>");
    return 0;
  }
  ceph::logging::log().submit(-1, "ceph-fuse: no mount point");
  return 1;
}
