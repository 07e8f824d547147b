// SPDX-License-Identifier: Apache-2.0
#include "mds/MDSRank.h"

const char *MDSRank::state() const
{
  return rank < 0 ? "standby" : "active";
}
