// SPDX-License-Identifier: Apache-2.0

// Extended attributes of files (xattr(7)), and the exchange of two names (rename(2)), which Swift's Glibc module leaves out.
#pragma once
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static inline int cxattr_exchange(const char *first, const char *second) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
}
