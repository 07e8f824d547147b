/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MINICEPH_LIBRADOS_H
#define MINICEPH_LIBRADOS_H

#ifdef __cplusplus
extern "C" {
#endif

void rados_version(int *major, int *minor, int *extra);
const char *rados_pretty_version(void);
unsigned rados_object_hash(const char *name);

#ifdef __cplusplus
}
#endif
#endif
