// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Glibc
internal import ImageAssembly
internal import SystemPackage

/// Brings the cache down to a size: what was used longest ago goes first.
struct CacheCollector: Sendable {
    let workspace: Workspace

    /// What can be made again: the compile cache, layers, indexes of images, objects as they were read, and what was learned
    /// of images.
    var folders: [FilePath] {
        [
            workspace.folders.compileCache, workspace.blobs, workspace.baseIndexes, workspace.objectFolder,
            workspace.records,
        ]
    }

    /// Removes files until `byteCount` is not passed, and says how much went from each folder.
    func collect(keeping byteCount: Int64, isDryRun: Bool) throws -> [Removal] {
        // What was learned of an image is small, and dear to learn: it goes only with all the rest.
        let places = folders.dropLast()
        let files = places.flatMap { place in DiskUsage.files(at: place).map { (place: place, file: $0) } }
        var excess = files.reduce(-byteCount) { $0 + $1.file.byteCount }
        var freed: [FilePath: Int64] = [:]
        for (place, file) in files.sorted(by: { $0.file.used < $1.file.used }) {
            guard excess > 0 else { break }
            if !isDryRun { unlink(file.path.string) }
            excess -= file.byteCount
            freed[place, default: 0] += file.byteCount
        }
        if !isDryRun { try ContentStore(at: workspace.blobs).remove([]) }
        return places.compactMap { place in freed[place].map { Removal(place, byteCount: $0) } }
    }
}
