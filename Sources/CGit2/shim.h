// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <git2.h>

#if LIBGIT2_VER_MAJOR < 1 || (LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 5)
#error "libgit2 1.5 or newer is needed"
#endif

// git_libgit2_opts is variadic, which Swift cannot call.
static inline int cgit2_set_owner_validation(int enabled) {
    return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

static inline int cgit2_set_strict_hash_verification(int enabled) {
    return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

// A server that hangs is given up after so many milliseconds; libgit2 before 1.7 waits for ever.
static inline int cgit2_set_server_timeouts(int connect, int transfer) {
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 7
    int code = git_libgit2_opts(GIT_OPT_SET_SERVER_CONNECT_TIMEOUT, connect);
    return code < 0 ? code : git_libgit2_opts(GIT_OPT_SET_SERVER_TIMEOUT, transfer);
#else
    (void)connect;
    (void)transfer;
    return 0;
#endif
}
