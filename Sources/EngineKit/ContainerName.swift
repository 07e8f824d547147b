// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Names for containers that no other run on this host takes.
enum ContainerName {
    static func unique() -> String {
        "cephdev-\(getpid())-" + String(UInt32.random(in: 0...UInt32.max), radix: 36)
    }
}
