// SPDX-License-Identifier: Apache-2.0
#include "libradosstriper/striper.h"

int main()
{
  return ceph::striper::stripe_of("object", 4) < 4 && ceph::striper::stripe_of("object", 1) == 0 ? 0 : 1;
}
