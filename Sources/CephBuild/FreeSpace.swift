// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// What may still be written to a file system.
package struct FreeSpace: Sendable, Equatable {
    /// A file system with less is as good as full.
    package static let tight: Int64 = 1_000_000_000

    /// A path on it.
    package let path: FilePath
    /// What an ordinary user may still write.
    package let byteCount: Int64
    /// The file system's own number.
    package let device: UInt64

    package init(path: FilePath, byteCount: Int64, device: UInt64) {
        self.path = path
        self.byteCount = byteCount
        self.device = device
    }

    /// Of the file system of `path`, or of what exists above it; nil when that cannot be asked.
    package static func at(_ path: FilePath) -> FreeSpace? {
        var place = path
        var system = statvfs()
        while statvfs(place.string, &system) != 0 {
            guard place.removeLastComponent() else { return nil }
        }
        var status = stat()
        guard stat(place.string, &status) == 0 else { return nil }
        return FreeSpace(
            path: path,
            byteCount: Int64(system.f_bavail) * Int64(system.f_frsize),
            device: UInt64(status.st_dev)
        )
    }

    /// Of the file systems of `paths`, each once.
    package static func each(of paths: [FilePath]) -> [FreeSpace] {
        var devices: Set<UInt64> = []
        return paths.compactMap(at).filter { devices.insert($0.device).inserted }
    }
}
