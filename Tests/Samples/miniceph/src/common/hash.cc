// SPDX-License-Identifier: Apache-2.0
#include "common/hash.h"

#include "mini_hash.h"

unsigned ceph::str_hash(const char *text)
{
  return mini_hash(text);
}
