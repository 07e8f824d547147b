// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace ceph {
const char *git_version();    // the commit id
const char *nice_version();   // 18.2.7
const char *pretty_version(); // ceph version 18.2.7 (commit id) reef (stable)
}
