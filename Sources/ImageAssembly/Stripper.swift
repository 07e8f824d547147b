// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import ELFKit
internal import FileTree
internal import Glibc
internal import ProcessKit
internal import SystemPackage

/// Takes symbols and debug information out of ELF objects, with elfutils' eu-strip: each content once, on all cores.
package struct Stripper: Sendable {
    private let store: ContentStore

    /// A stripper that keeps what it makes in `store`.
    package init(store: ContentStore) {
        self.store = store
    }

    /// The items with everything stripped that can be; the others as they are.
    ///
    /// - Throws: ``ImageFailure/cannotStrip(_:reason:)``
    package func strip(_ items: [LayerItem]) async throws -> [LayerItem] {
        let programs = try await programs(among: items)
        guard let tool = try await tool(for: programs) else { return items }
        return try await Array(zip(items, programs)).concurrentMap { item, program in
            guard let program else { return item }
            let blob = try await derive(["strip", "1", tool, program.digest.hex], from: item) { output in
                ["--remove-comment", "-o", output.string, item.content.string]
            }
            return item.with(blob, at: store.path(of: blob.digest), isELF: true)
        }
    }

    /// The debug information of the items, as files that gdb and debuginfod find by build-id; those without one have no
    /// place there.
    ///
    /// - Throws: ``ImageFailure/cannotStrip(_:reason:)``
    package func symbols(of items: [LayerItem]) async throws -> [LayerItem] {
        let programs = try await programs(among: items)
        guard let tool = try await tool(for: programs) else { return [] }
        let found = try await Array(zip(items, programs)).concurrentMap { item, program -> LayerItem? in
            guard let program, let id = program.buildID, id.count > 2 else { return nil }
            let blob = try await derive(["symbols", "1", tool, program.digest.hex], from: item) { output in
                ["-o", "\(output).stripped", "-f", output.string, item.content.string]
            }
            let path = try TreePath(parsing: "usr/lib/debug/.build-id/\(id.prefix(2))/\(id.dropFirst(2)).debug")
            let entry = FileEntry(path: path, kind: item.entry.kind, mode: 0o644)
            return LayerItem(entry: entry, content: item.content)
                .with(blob, at: store.path(of: blob.digest), isELF: true)
        }
        // One content under two names has one build-id.
        let byPath = Dictionary(found.compactMap { $0 }.map { ($0.entry.path, $0) }) { first, _ in first }
        return byPath.values.sorted { $0.entry.path < $1.entry.path }
    }

    /// An object that there is something to strip of.
    private struct Program {
        let digest: Digest
        let buildID: String?
    }

    /// For each item the program that it is; nil for anything else.
    private func programs(among items: [LayerItem]) async throws -> [Program?] {
        try await items.concurrentMap { item in
            guard case .file(_, let digest, isELF: true) = item.entry.kind else { return nil }
            do {
                guard let summary = try ELFSummary.read(item.content), summary.isLoadable, summary.hasSymbols else {
                    return nil
                }
                return Program(digest: digest, buildID: summary.buildID)
            } catch {
                throw ImageFailure.cannotStrip(item.content, reason: "\(error)")
            }
        }
    }

    /// What decides the bytes besides the input: the tool's own version. Nil, and nobody is asked, when there is nothing to
    /// strip.
    private func tool(for programs: [Program?]) async throws -> String? {
        guard programs.contains(where: { $0 != nil }) else { return nil }
        let version = try await ProcessRunner.run(Command("eu-strip", ["--version"])).requireSuccess()
        return version.output.first ?? ""
    }

    private func derive(
        _ key: [String],
        from item: LayerItem,
        _ arguments: @Sendable (FilePath) -> [String]
    ) async throws -> StoredBlob {
        if let known = try store.recall(key) { return known }
        let blob = try await store.ingestFile { output in
            // Beside the debug information, eu-strip writes a stripped object that names it: not the one that ships.
            defer { unlink("\(output).stripped") }
            let result = try await ProcessRunner.run(Command("eu-strip", arguments(output)))
            guard result.status.isSuccess else {
                // eu-strip writes through a mapping: on a full disk a signal is all that it has to say.
                if case .file(let size, _, _) = item.entry.kind, !store.hasSpace(for: size) {
                    throw ImageFailure.cannotWrite(output, reason: "\(Errno.noSpace)")
                }
                throw ImageFailure.cannotStrip(item.content, reason: result.errors.last ?? "\(result.status)")
            }
        }
        try store.remember(blob, under: key)
        return blob
    }
}

extension LayerItem {
    fileprivate func with(_ blob: StoredBlob, at content: FilePath, isELF: Bool) -> LayerItem {
        let kind = FileEntry.Kind.file(size: blob.byteCount, digest: blob.digest, isELF: isELF)
        let stripped = FileEntry(
            path: entry.path,
            kind: kind,
            mode: entry.mode,
            owner: entry.owner,
            group: entry.group,
            attributes: entry.attributes
        )
        return LayerItem(entry: stripped, content: content, inode: inode)
    }
}
