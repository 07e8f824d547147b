// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>

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

// A source of objects that has none. It is asked before all others, and ends what reads objects once isClosed says so.
typedef struct {
    git_odb_backend backend;
    int (*isClosed)(void *payload);
    void *payload;
} cgit2_gate;

static inline int cgit2_gate_read(void **bytes, size_t *size, git_object_t *type, git_odb_backend *backend,
                                  const git_oid *id) {
    (void)bytes, (void)size, (void)type, (void)id;
    cgit2_gate *gate = (cgit2_gate *)backend;
    return gate->isClosed(gate->payload) ? GIT_EUSER : GIT_PASSTHROUGH;
}

static inline void cgit2_gate_free(git_odb_backend *backend) { free(backend); }

// payload must live as long as something is read from objects.
static inline int cgit2_add_gate(git_odb *objects, int (*isClosed)(void *payload), void *payload) {
    cgit2_gate *gate = calloc(1, sizeof *gate);
    if (!gate) return GIT_ERROR;
    gate->backend.version = GIT_ODB_BACKEND_VERSION;
    gate->backend.read = cgit2_gate_read;
    gate->backend.free = cgit2_gate_free;
    gate->isClosed = isClosed;
    gate->payload = payload;
    int code = git_odb_add_backend(objects, &gate->backend, 1000);
    if (code < 0) free(gate);
    return code;
}
