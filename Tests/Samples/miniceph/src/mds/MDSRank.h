// SPDX-License-Identifier: Apache-2.0
#pragma once

class MDSRank {
public:
  explicit MDSRank(int rank) : rank(rank) {}
  const char *state() const;

private:
  int rank;
};
