// SPDX-License-Identifier: Apache-2.0
#include "rados/librados.h"

#include "common/hash.h"
#include "common/version.h"

void rados_version(int *major, int *minor, int *extra)
{
  *major = 2;
  *minor = 0;
  *extra = 0;
}

const char *rados_pretty_version(void)
{
  return ceph::pretty_version();
}

unsigned rados_object_hash(const char *name)
{
  return ceph::str_hash(name);
}
