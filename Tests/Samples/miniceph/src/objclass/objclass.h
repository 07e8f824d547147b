/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What ceph-osd offers to its plugins; no library defines these. */
extern "C" {
int cls_register(const char *name);
int cls_log(int level, const char *text);
}
