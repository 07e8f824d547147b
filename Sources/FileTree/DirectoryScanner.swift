// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// Reads a tree from disk.
package enum DirectoryScanner {
    /// Every name below the directory `root`, sorted, without `root` itself; regular files are hashed, unless `known` has
    /// seen the same ones before.
    ///
    /// No symbolic link below `root` is followed. The path on disk of an entry is ``TreePath/onDisk(under:)``.
    ///
    /// - Parameters:
    ///   - root: the directory on disk.
    ///   - known: what an earlier scan of the directory left.
    ///   - trustsTimes: whether a file of the same size and modification time is the same, as make and cmake believe; the
    ///     change time counts otherwise, which cmake's install moves on with every file that it finds up to date.
    ///   - check: called before every entry and every block of a file; what it throws ends the scan.
    /// - Returns: the entries, sorted, and what a later scan need not read again.
    /// - Throws: ``ScanError`` naming what could not be read.
    package static func scan(
        _ root: FilePath,
        known: ScanIndex = ScanIndex(),
        trustsTimes: Bool = false,
        check: () throws -> Void = {}
    ) throws -> ScannedTree {
        var scan = Scan(known: known, trustsTimes: trustsTimes)
        // In the order of paths, so that there is nothing left to sort.
        var pending = try contents(of: .root, at: root)
        while let (path, place) = pending.popLast() {
            try check()
            if try scan.add(path, at: place, check: check) { pending += try contents(of: path, at: place) }
        }
        return scan.finish()
    }

    /// What lies directly in the directory `path`, at `place`, the last first.
    private static func contents(of path: TreePath, at place: FilePath) throws -> [(TreePath, FilePath)] {
        let contents = try names(in: place).map { name -> (TreePath, FilePath) in
            guard let text = String(validating: name), let inside = try? path.appending(text) else {
                throw ScanError.unusableName(place.appending(name))
            }
            return (inside, place.appending(name))
        }
        return contents.sorted { $1.0 < $0.0 }
    }

    private static func names(in directory: FilePath) throws(ScanError) -> [FilePath.Component] {
        guard let stream = directory.withPlatformString({ opendir($0) }) else { throw unreadable(directory) }
        defer { closedir(stream) }
        var names: [FilePath.Component] = []
        while true {
            errno = 0
            guard let item = readdir(stream) else { break }
            let name = withUnsafePointer(to: &item.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CInterop.PlatformChar.self, capacity: 256) {
                    FilePath.Component(platformString: $0)
                }
            }
            guard let name, name.kind == .regular else { continue }
            names.append(name)
        }
        guard errno == 0 else { throw unreadable(directory) }
        return names
    }

    private static func unreadable(_ path: FilePath) -> ScanError {
        .unreadable(path, Errno(rawValue: errno))
    }
}
