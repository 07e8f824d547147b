// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace ceph::striper {

unsigned stripe_of(const char *object, unsigned stripes);
unsigned long submit_entry(int level);

} // namespace ceph::striper
