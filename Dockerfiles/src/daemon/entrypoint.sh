#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# entrypoint.sh mon|mgr|osd|mds|rgw [ARGUMENT...]: runs that daemon in the foreground.
# Anything else is run as a command: entrypoint.sh ceph -s
set -eu
case "${1:-}" in
    mon | mgr | osd | mds)
        daemon=$1
        shift
        exec "ceph-$daemon" --foreground --setuser ceph --setgroup ceph "$@"
        ;;
    rgw)
        shift
        exec radosgw --foreground --setuser ceph --setgroup ceph "$@"
        ;;
    "") exec ceph --version ;;
    *) exec "$@" ;;
esac
