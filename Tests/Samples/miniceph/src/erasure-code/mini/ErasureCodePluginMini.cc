// SPDX-License-Identifier: Apache-2.0
#include "ceph_ver.h"
#include "erasure-code/ErasureCodePlugin.h"

extern "C" const char *__erasure_code_version()
{
  return CEPH_GIT_NICE_VER;
}

extern "C" void __erasure_code_init()
{
  ceph::ErasureCodePluginRegistry::instance().add("mini");
}
