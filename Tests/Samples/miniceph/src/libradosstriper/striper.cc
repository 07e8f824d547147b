// SPDX-License-Identifier: Apache-2.0
#include "libradosstriper/striper.h"

#include "common/Log.h"
#include "rados/librados.h"

namespace ceph::striper {

unsigned stripe_of(const char *object, unsigned stripes)
{
  if (stripes == 0) {
    ceph::logging::log().submit(-1, "no stripes");
    return 0;
  }
  return rados_object_hash(object) % stripes;
}

unsigned long submit_entry(int level)
{
  unsigned long stamp = 0;
  ceph::logging::log().create_entry(level, 1, &stamp);
  return stamp;
}

} // namespace ceph::striper
