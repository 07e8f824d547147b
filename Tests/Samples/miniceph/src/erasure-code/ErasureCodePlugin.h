// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace ceph {

class ErasureCodePluginRegistry {
public:
  static ErasureCodePluginRegistry &instance();
  int add(const char *name);
};

} // namespace ceph
