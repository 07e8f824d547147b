// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
internal import GitKit
internal import Glibc
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// Follows a user's own checkout: a copy in the workspace, updated file by file.
///
/// The checkout itself is never mounted into a container, so that nothing a build leaves can end up in it.
struct SourceCopy: Sendable {
    /// What decides whether a file is copied again.
    private struct Mark: Equatable {
        let byteCount: Int64
        let seconds: Int
        let nanoseconds: Int
        let mode: UInt32

        var line: String { "\(byteCount) \(seconds) \(nanoseconds) \(mode)" }
    }

    private let checkout: FilePath
    private let folders: BuildFolders
    private let reporter: Reporter

    init(of checkout: FilePath, folders: BuildFolders, reporter: Reporter) {
        self.checkout = checkout
        self.folders = folders
        self.reporter = reporter
    }

    func update() async throws -> SourceTree {
        try await BlockingWork.run { flag in
            let local = try open()
            try synchronise(try local.files(), flag)
            return try describe(local)
        }
    }

    private func open() throws -> LocalCheckout {
        do {
            return try LocalCheckout(at: checkout)
        } catch {
            throw BuildFailure.notACheckout(checkout, reason: "\(error)")
        }
    }

    private func describe(_ local: LocalCheckout) throws -> SourceTree {
        let dirty = try local.dirtyPaths()
        let commit = try local.head()
        return SourceTree(
            root: folders.source,
            commit: commit,
            refName: try local.branch() ?? commit?.short ?? "local",
            origin: checkout.string,
            commitTime: try local.commitTime(),
            description: try local.describe(),
            edits: dirty.isEmpty ? nil : UncommittedEdits(paths: dirty, digest: try digest(of: dirty))
        )
    }

    /// Over names and contents; a deleted file has no content, a folder (a submodule on another commit) only its name.
    private func digest(of paths: [String]) throws -> Digest {
        let lines = paths.map { path in
            let content = try? Data(contentsOf: URL(filePath: checkout.appending(path).string))  // gone, or a folder
            return "\(path) " + (content.map { Digest.of($0).description } ?? "-")
        }
        return Digest.of(try CanonicalJSON.encode(lines))
    }

    // MARK: Copying

    private var recordFile: FilePath { folders.workspace.appending("source.copied") }

    private func synchronise(_ paths: [String], _ flag: CancellationFlag) throws {
        let before = readRecord()
        var record: [String: String] = [:]
        // The record goes first: after an interruption every file is looked at again.
        try Data().write(to: URL(filePath: recordFile.string))
        for (index, path) in paths.enumerated() {
            try flag.check()
            guard let mark = mark(of: checkout.appending(path)) else { continue }
            if before[path] != mark.line {
                try copy(path)
                reporter.report(
                    .progress(.source, Progress(completed: index, total: paths.count, subject: "copying \(path)"))
                )
            }
            record[path] = mark.line
        }
        for path in before.keys where record[path] == nil {
            unlink(folders.source.appending(path).string)
        }
        let lines = record.map { "\($1) \($0)" }.sorted().joined(separator: "\0")
        try Data(lines.utf8).write(to: URL(filePath: recordFile.string), options: .atomic)
    }

    /// The copy gets the time of now, not the original's: whatever it replaces, it is newer to ninja.
    private func copy(_ path: String) throws {
        let source = checkout.appending(path).string
        let target = folders.source.appending(path)
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: target.removingLastComponent().string,
            withIntermediateDirectories: true
        )
        unlink(target.string)
        var status = stat()
        guard lstat(source, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFLNK {
            let destination = try manager.destinationOfSymbolicLink(atPath: source)
            try manager.createSymbolicLink(atPath: target.string, withDestinationPath: destination)
        } else {
            let content = try Data(contentsOf: URL(filePath: source))
            try content.write(to: URL(filePath: target.string))
            chmod(target.string, status.st_mode & 0o111 != 0 ? 0o755 : 0o644)
        }
    }

    private func mark(of path: FilePath) -> Mark? {
        var status = stat()
        guard lstat(path.string, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return nil }
        return Mark(
            byteCount: Int64(status.st_size),
            seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec,
            mode: status.st_mode
        )
    }

    private func readRecord() -> [String: String] {
        // Without a record every file is copied.
        guard let content = try? Data(contentsOf: URL(filePath: recordFile.string)) else { return [:] }
        var record: [String: String] = [:]
        for line in String(decoding: content, as: UTF8.self).split(separator: "\0") {
            let fields = line.split(separator: " ", maxSplits: 4)
            if fields.count == 5 { record[String(fields[4])] = fields[..<4].joined(separator: " ") }
        }
        return record
    }
}
