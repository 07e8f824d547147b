// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// A pipe whose ends no program inherits that happens to be started meanwhile: it would keep the reader waiting.
package enum Pipe {
    package static func make() throws -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
        let (readEnd, writeEnd) = try FileDescriptor.pipe()
        for end in [readEnd, writeEnd] {
            guard fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) == 0 else { throw Errno(rawValue: errno) }
        }
        return (readEnd, writeEnd)
    }
}
