#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# entrypoint.sh COMMAND...: runs COMMAND in the daemon image.
set -euo pipefail

exec "$@"
