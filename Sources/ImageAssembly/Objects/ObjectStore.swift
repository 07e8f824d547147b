// SPDX-License-Identifier: Apache-2.0

package import Digests
package import ELFKit
internal import FileTree
internal import FoundationEssentials
internal import Glibc
package import SystemPackage

/// What a loader reads of ELF objects, by the digest of their content: each is read once. Beside them lie the few small files
/// of images that a loader reads too.
package struct ObjectStore: Sendable {
    /// The bytes that stand for an object which no loader could be asked for.
    private static let nothing: [UInt8] = []
    /// Another form of what is kept has another number.
    private static let form = "object-5"

    let folder: FilePath

    package init(at folder: FilePath) {
        self.folder = folder
    }

    /// Whether files of `tree` must be read before it can be checked.
    func isIncomplete(for tree: FileTree) -> Bool {
        // Without the folder nothing is kept. One listing of it is faster than to ask for each of a thousand objects.
        let kept = Set((try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? [])
        return tree.entries.contains { entry in
            guard case .file(let size, let digest, let isELF) = entry.kind, size > 0 else { return false }
            return isELF && !kept.contains(Self.objectName(digest))
                || LoaderFiles.holds(entry.path) && !kept.contains(digest.hex)
        }
    }

    /// What was read of the object `digest`; nil when no loader could be asked for it.
    ///
    /// - Throws: ``ImageFailure/objectUnknown(_:)`` when nothing readable is kept of it; what was damaged is gone then.
    package func object(_ digest: Digest) throws -> DynamicObject? {
        let path = objectPath(digest)
        do {
            let content = try Data(contentsOf: URL(filePath: path.string), options: .alwaysMapped)
            guard !content.isEmpty else { return nil }
            UseTime.note(path)
            return try content.withUnsafeBytes { try DynamicObject(decoding: $0) }
        } catch {
            unlink(path.string)
            throw ImageFailure.objectUnknown(digest)
        }
    }

    /// The small file `digest`; nil when it is not kept.
    package func file(_ digest: Digest) -> [UInt8]? {
        // Whatever the reason is, nothing is kept.
        (try? Data(contentsOf: URL(filePath: filePath(digest).string))).map(Array.init)
    }

    /// Reads the object `digest`, which lies at `content`, unless it was read before.
    ///
    /// - Throws: ``ELFError``, and what writing it throws.
    package func learn(_ digest: Digest, from content: FilePath) throws {
        guard !isKept(objectPath(digest)) else { return }
        try write(DynamicObject.read(content)?.encoded ?? Self.nothing, to: objectPath(digest))
    }

    /// Reads the objects among `items` that were not read before, on all cores, and keeps the small files among them.
    ///
    /// - Throws: as ``learn(_:from:)`` does.
    package func learn(_ items: [LayerItem]) async throws {
        _ = try await items.concurrentMap { item in
            guard case .file(_, let digest, let isELF) = item.entry.kind else { return }
            if isELF { try learn(digest, from: item.content) }
            if LoaderFiles.holds(item.entry.path) {
                try keep([UInt8](Data(contentsOf: URL(filePath: item.content.string))), as: digest)
            }
        }
    }

    /// Keeps the small file `digest`.
    func keep(_ bytes: [UInt8], as digest: Digest) throws {
        try write(bytes, to: filePath(digest))
    }

    private func filePath(_ digest: Digest) -> FilePath { folder.appending(digest.hex) }
    private func objectPath(_ digest: Digest) -> FilePath { folder.appending(Self.objectName(digest)) }
    private static func objectName(_ digest: Digest) -> String { "\(digest.hex).\(form)" }
    private func isKept(_ path: FilePath) -> Bool { FileManager.default.fileExists(atPath: path.string) }

    private func write(_ bytes: [UInt8], to path: FilePath) throws {
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path.string), options: .atomic)
    }
}
