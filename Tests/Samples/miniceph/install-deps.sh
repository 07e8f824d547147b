#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# install-deps.sh: installs the Build-Depends of debian/control with apt-get.
set -euo pipefail

cd "$(dirname "$0")"
. src/script/lib-build.sh

# One package name per line: without versions, architectures, profiles and alternatives.
build_depends() {
    awk '/^Build-Depends:/ { on = 1; sub(/^[^:]*:/, "") ; print; next }
         /^[^ \t]/ { on = 0 }
         on' debian/control | tr ',' '\n' |
        sed -e 's/[([<|].*//' -e 's/[[:space:]]//g' -e '/^$/d' -e '/^#/d'
}

export DEBIAN_FRONTEND=noninteractive
mapfile -t packages < <(build_depends)
echo "install-deps: ${packages[*]}"
in_root apt-get update
in_root apt-get install -y --no-install-recommends "${packages[@]}"
