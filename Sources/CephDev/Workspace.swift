// SPDX-License-Identifier: Apache-2.0

package import CephBuild
internal import Digests
internal import EngineKit
internal import FoundationEssentials
internal import Glibc
internal import ImageAssembly
internal import ProcessKit
internal import Reporting
package import SystemPackage

/// The folder of one build and the cache that all builds share.
package struct Workspace: Sendable {
    package let folders: BuildFolders
    /// Keeps collectors out of the cache; nil when there is no cache.
    let cacheUse: CacheUse?

    /// Makes both folders. Relative paths count from the current folder. As long as the value lives, nothing is collected
    /// from the cache.
    package init(at root: FilePath, cache: FilePath) throws {
        let current = FilePath(FileManager.default.currentDirectoryPath)
        for folder in [root, cache] {
            try FileManager.default.createDirectory(
                atPath: current.pushing(folder).string,
                withIntermediateDirectories: true
            )
        }
        try self.init(present: root, cache: cache)
    }

    /// The folders as they are, which may be not there.
    package init(present root: FilePath, cache: FilePath) throws {
        let current = FilePath(FileManager.default.currentDirectoryPath)
        folders = BuildFolders(workspace: current.pushing(root), cache: current.pushing(cache))
        let hasCache = FileManager.default.fileExists(atPath: folders.cache.string)
        cacheUse = hasCache ? try CacheUse(of: folders.cache) : nil
    }

    package var root: FilePath { folders.workspace }
    package var cache: FilePath { folders.cache }
    private var scratches: FilePath { root.appending("scratch") }
    /// Of this process alone: a check takes no lock.
    var scratch: FilePath { scratches.appending("\(getpid())") }
    var blobs: FilePath { cache.appending("blobs") }
    var baseIndexes: FilePath { cache.appending("images") }
    /// What a loader reads of the objects of all images and builds.
    var objects: ObjectStore { ObjectStore(at: objectFolder) }
    var objectFolder: FilePath { cache.appending("objects") }
    /// What is known of the files of an unpacked file system.
    func scanIndex(of folder: FilePath) -> FilePath {
        let place = FilePath(FileManager.default.currentDirectoryPath).pushing(folder).lexicallyNormalized()
        return objectFolder.appending("\(Digest.of(place.string.utf8).hex).scan")
    }
    var records: FilePath { cache.appending("records") }
    /// What is known of the install tree's files.
    var installIndex: FilePath { root.appending("install.index") }
    /// What is known of the files that were packed last.
    var packIndex: FilePath { root.appending("pack.index") }
    /// The layers that `engine` was given last.
    func loadedLayers(in engine: ContainerEngine) -> FilePath { root.appending("loaded-\(engine.name).json") }
    /// Flavors, each in a folder of its own, as their images are built from them.
    var staging: FilePath { root.appending("staging") }
    var lastImageFile: FilePath { root.appending("last-image") }
    /// The container in which the source was compiled last.
    var compileContainer: CompileContainer { CompileContainer(file: root.appending("compile-container.json")) }
    private var lastBuilderFile: FilePath { root.appending("last-builder") }

    /// The engine's name of the builder that was used last; nil when there was none.
    var lastBuilder: String? {
        // Without the file there was none.
        (try? Data(contentsOf: URL(filePath: lastBuilderFile.string))).map { String(decoding: $0, as: UTF8.self) }
    }

    func remember(builder: String) throws {
        try Data(builder.utf8).write(to: URL(filePath: lastBuilderFile.string), options: .atomic)
    }

    /// The image of `engine` that `inspection` describes.
    func open(_ inspection: ImageInspection, in engine: ContainerEngine) async throws -> BaseImage {
        try await BaseImage.open(inspection, in: engine, cache: baseIndexes, objects: objects)
    }

    func tagHistory(of engine: ContainerEngine, reporter: Reporter) -> TagHistory {
        TagHistory(in: cache.appending("tags"), engine: engine.kind, reporter: reporter)
    }

    /// Keeps every other run out until the lock is let go; a crash lets it go too.
    ///
    /// - Throws: ``WorkspaceFailure/busy(_:)``
    package func lock() throws -> WorkspaceLock {
        let lock = try WorkspaceLock(at: root)
        try sweep()
        return lock
    }

    /// Removes what killed runs left in their scratch folders and in the cache.
    private func sweep() throws {
        _ = try cacheUse?.alone {
            try ContentStore(at: blobs).sweep()
            for folder in [records, baseIndexes, objectFolder] { try removeUnfinished(in: folder) }
        }
        for folder in [root, folders.build, folders.source.appending("src")] { try removeUnfinished(in: folder) }
        let manager = FileManager.default
        guard manager.fileExists(atPath: scratches.string) else { return }
        for name in try manager.contentsOfDirectory(atPath: scratches.string) {
            guard let process = pid_t(name), process != getpid(), kill(process, 0) != 0 else { continue }
            try manager.removeItem(atPath: scratches.appending(name).string)
        }
    }

    /// Removes files that were to replace others and never came to it; Foundation calls them so until they are renamed.
    private func removeUnfinished(in folder: FilePath) throws {
        let manager = FileManager.default
        guard manager.fileExists(atPath: folder.string) else { return }
        for name in try manager.contentsOfDirectory(atPath: folder.string) where name.hasPrefix(".dat.nosync") {
            try manager.removeItem(atPath: folder.appending(name).string)
        }
    }
}

/// Holds a workspace for as long as it lives (flock(2)).
package final class WorkspaceLock: Sendable {
    private let lock: FileLock

    fileprivate init(at root: FilePath) throws {
        lock = try FileLock(at: root.appending(".lock"))
        guard lock.take(.exclusive, tries: 50) else { throw WorkspaceFailure.busy(root) }
    }
}
