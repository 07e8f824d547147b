// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

extension FilePath {
    /// The path without symbolic links and `..`; nothing when nothing lies there.
    var realPath: FilePath? {
        guard let resolved = realpath(string, nil) else { return nil }
        defer { free(resolved) }
        return FilePath(String(cString: resolved))
    }
}
