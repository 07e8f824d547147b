# SPDX-License-Identifier: Apache-2.0
"""The help text of the ceph command."""


def usage():
    return """
 General usage:
 ==============
usage: ceph [-h] [-v] [command ...]

Ceph administration tool

options:
  -h, --help     request mon help
  -v, --version  display version
"""
