// SPDX-License-Identifier: Apache-2.0
#include "common/Log.h"

#include <cstdio>

namespace ceph::logging {

void Log::submit(int level, const char *text)
{
  ++entries;
  std::fprintf(stderr, "%2d %s\n", level, text);
}

unsigned long Log::create_entry(int level, int subsystem, unsigned long *stamp)
{
  *stamp = ++entries;
  return static_cast<unsigned long>(level) << 8 | static_cast<unsigned long>(subsystem);
}

Log &log()
{
  static Log instance;
  return instance;
}

} // namespace ceph::logging
