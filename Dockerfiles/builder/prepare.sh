#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# prepare.sh tools: what every build needs. prepare.sh dependencies: what the source tree's own lists ask for.
set -eu
export DEBIAN_FRONTEND=noninteractive

tools() {
    if command -v apt-get >/dev/null; then
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends \
            ca-certificates ccache cmake g++ git lsb-release ninja-build sudo
    else
        dnf install -y -q ca-certificates ccache cmake gcc-c++ git ninja-build sudo
    fi
}

dependencies() {
    cd /opt/cephdev/source
    ./install-deps.sh
}

clean() {
    if command -v apt-get >/dev/null; then
        apt-get clean
        rm -rf /var/lib/apt/lists/*
    else
        dnf clean all
    fi
}

"$1"
clean
