// SPDX-License-Identifier: Apache-2.0
#include "common/version.h"

#include "ceph_ver.h"

const char *ceph::git_version()
{
  return CEPH_GIT_VER;
}

const char *ceph::nice_version()
{
  return CEPH_GIT_NICE_VER;
}

const char *ceph::pretty_version()
{
  return "ceph version " CEPH_GIT_NICE_VER " (" CEPH_GIT_VER ") " CEPH_RELEASE_NAME " (" CEPH_RELEASE_TYPE ")";
}
