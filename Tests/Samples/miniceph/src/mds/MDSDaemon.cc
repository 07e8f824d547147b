// SPDX-License-Identifier: Apache-2.0
#include "mds/MDSDaemon.h"

#include <cstdio>

int MDSDaemon::status(int rank) const
{
  std::printf("mds.%d %s\n", rank, MDSRank(rank).state());
  return 0;
}
