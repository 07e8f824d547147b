// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace ceph {
unsigned str_hash(const char *text);
}
