// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mds/MDSRank.h"

class MDSDaemon {
public:
  int status(int rank) const;
};
