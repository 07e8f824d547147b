// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "common/Log.h"
#include "objclass/objclass.h"

int cls_register(const char *name)
{
  std::printf("registered class %s\n", name);
  return 0;
}

int cls_log(int level, const char *text)
{
  ceph::logging::log().submit(level, text);
  return 0;
}
