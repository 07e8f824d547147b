// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <isa-l.h>
#include <stdlib.h>

#if ISAL_MAJOR_VERSION < 2 || (ISAL_MAJOR_VERSION == 2 && ISAL_MINOR_VERSION < 30)
#error "isa-l 2.30 or newer is needed"
#endif

// The stream holds arrays that Swift does not import, and a pointer to the buffer beside it, so that it must not move.
struct cisal_gzip {
    struct isal_zstream stream;
    uint8_t level_buffer[ISAL_DEF_LVL2_DEFAULT];
};

// A gzip stream of level 2; NULL without memory.
static inline void *cisal_gzip_new(void) {
    struct cisal_gzip *gzip = (struct cisal_gzip *)malloc(sizeof(struct cisal_gzip));
    if (gzip == NULL) return NULL;
    isal_deflate_init(&gzip->stream);
    gzip->stream.level = 2;
    gzip->stream.level_buf = gzip->level_buffer;
    gzip->stream.level_buf_size = sizeof(gzip->level_buffer);
    gzip->stream.gzip_flag = IGZIP_GZIP;
    gzip->stream.flush = NO_FLUSH;
    return gzip;
}

static inline void cisal_gzip_free(void *handle) {
    free(handle);
}

// Gives the stream its next bytes, which must stay until all of them are taken.
static inline void cisal_gzip_feed(void *handle, const void *bytes, uint32_t count, int is_last) {
    struct cisal_gzip *gzip = (struct cisal_gzip *)handle;
    gzip->stream.next_in = (uint8_t *)bytes;
    gzip->stream.avail_in = count;
    gzip->stream.end_of_stream = is_last ? 1 : 0;
}

// Compresses into `room`, as much as it takes, and says in `written` how much that was.
static inline int cisal_gzip_step(void *handle, void *room, uint32_t capacity, uint32_t *written) {
    struct cisal_gzip *gzip = (struct cisal_gzip *)handle;
    gzip->stream.next_out = (uint8_t *)room;
    gzip->stream.avail_out = capacity;
    int status = isal_deflate(&gzip->stream);
    *written = capacity - gzip->stream.avail_out;
    return status;
}

// Whether the stream wants more room for what it was given, or for its end.
static inline int cisal_gzip_is_pending(const void *handle) {
    const struct cisal_gzip *gzip = (const struct cisal_gzip *)handle;
    if (gzip->stream.avail_in > 0 || gzip->stream.avail_out == 0) return 1;
    return gzip->stream.end_of_stream && gzip->stream.internal_state.state != ZSTATE_END;
}
