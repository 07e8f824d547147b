// SPDX-License-Identifier: Apache-2.0

package import Digests
package import ELFKit
internal import FileTree
internal import FoundationEssentials
package import SystemPackage

/// What a loader reads of ELF objects, by the digest of their content: each is read once. Beside them lie the few small files
/// of images that a loader reads too.
package struct ObjectStore: Sendable {
    /// The bytes that stand for an object which no loader could be asked for.
    private static let nothing: [UInt8] = []

    let folder: FilePath

    package init(at folder: FilePath) {
        self.folder = folder
    }

    /// Whether files of `tree` must be read before it can be checked.
    func isIncomplete(for tree: FileTree) -> Bool {
        tree.entries.contains { entry in
            guard case .file(_, let digest, let isELF) = entry.kind, isELF || LoaderFiles.holds(entry.path) else {
                return false
            }
            return !FileManager.default.fileExists(atPath: path(of: digest).string)
        }
    }

    /// What was read of the object `digest`; nil when no loader could be asked for it, or nothing readable is kept of it.
    package func object(_ digest: Digest) -> DynamicObject? {
        bytes(of: digest).flatMap { content in
            // A damaged file counts as none.
            content.withUnsafeBytes { try? DynamicObject(decoding: $0) }
        }
    }

    /// The small file `digest`; nil when it is not kept.
    package func file(_ digest: Digest) -> [UInt8]? { bytes(of: digest).map(Array.init) }

    /// Reads the object `digest`, which lies at `content`, unless it was read before.
    ///
    /// - Throws: ``ELFError``, and what writing it throws.
    package func learn(_ digest: Digest, from content: FilePath) throws {
        guard !FileManager.default.fileExists(atPath: path(of: digest).string) else { return }
        try keep(DynamicObject.read(content)?.encoded ?? Self.nothing, as: digest)
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
    package func keep(_ bytes: [UInt8], as digest: Digest) throws {
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path(of: digest).string), options: .atomic)
    }

    private func path(of digest: Digest) -> FilePath { folder.appending(digest.hex) }

    private func bytes(of digest: Digest) -> Data? {
        // Whatever the reason is, nothing is kept.
        try? Data(contentsOf: URL(filePath: path(of: digest).string), options: .alwaysMapped)
    }
}
