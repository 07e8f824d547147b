#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by install-deps.sh: helpers of the build scripts.
set -euo pipefail

in_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}
