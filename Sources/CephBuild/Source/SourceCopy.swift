// SPDX-License-Identifier: Apache-2.0

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
            let state = try local.state()
            try synchronise(outsideOurs(state.files), flag)
            return try describe(local, dirty: outsideOurs(state.dirtyPaths))
        }
    }

    private func open() throws -> LocalCheckout {
        do {
            return try LocalCheckout(at: checkout)
        } catch {
            throw BuildFailure.notACheckout(checkout, reason: "\(error)")
        }
    }

    private func describe(_ local: LocalCheckout, dirty: [String]) throws -> SourceTree {
        let commit = try local.head()
        return SourceTree(
            root: folders.source,
            commit: commit,
            refName: try local.branch() ?? commit?.short ?? "local",
            origin: checkout.string,
            commitTime: try local.commitTime(),
            description: try local.describe(),
            edits: try UncommittedEdits(at: dirty, in: checkout)
        )
    }

    /// Without what cephdev itself keeps below the checkout: `cephdev build --source .` has its workspace in `./ceph`.
    private func outsideOurs(_ paths: [String]) -> [String] {
        let top = resolved(checkout) + "/"
        let ours = [folders.workspace, folders.cache].map(resolved).filter { $0.hasPrefix(top) }
            .map { $0.dropFirst(top.count) + "/" }
        guard !ours.isEmpty else { return paths }
        return paths.filter { path in !ours.contains { path.hasPrefix($0) || path + "/" == $0 } }
    }

    private func resolved(_ path: FilePath) -> String {
        guard let real = realpath(path.string, nil) else { return path.string }
        defer { free(real) }
        return String(cString: real)
    }

    // MARK: Copying

    private var recordFile: FilePath { folders.copyRecord }

    private func synchronise(_ paths: [String], _ flag: CancellationFlag) throws {
        let before = readRecord()
        let marks = Dictionary(
            uniqueKeysWithValues: paths.compactMap { path in
                mark(of: checkout.appending(path)).map { (path, $0.line) }
            }
        )
        // After an interruption every file is looked at again, and those that are gone by then are still known.
        try write(record: before.merging(marks) { $1 }.mapValues { _ in Self.unknownMark })
        // First of all: what is gone may be in the way of what is new.
        for path in before.keys where marks[path] == nil { remove(path) }
        for (index, path) in paths.enumerated() {
            try flag.check()
            guard let mark = marks[path], before[path] != mark else { continue }
            try copy(path)
            reporter.report(
                .progress(.source, Progress(completed: index, total: paths.count, subject: "copying \(path)"))
            )
        }
        try write(record: marks)
    }

    /// Removes the copy of `path`, and the folders that it leaves empty.
    private func remove(_ path: String) {
        unlink(folders.source.appending(path).string)
        var folder = FilePath(path).removingLastComponent()
        while !folder.isEmpty, rmdir(folders.source.appending(folder.string).string) == 0 {
            folder.removeLastComponent()
        }
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

    /// No file's mark.
    private static let unknownMark = "- - - -"

    private func write(record: [String: String]) throws {
        let lines = record.map { "\($1) \($0)" }.sorted().joined(separator: "\0")
        try Data(lines.utf8).write(to: URL(filePath: recordFile.string), options: .atomic)
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
