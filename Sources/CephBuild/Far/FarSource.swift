// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// Keeps a volume's copy of the source: only what is new or other than what was sent last goes over.
///
/// A file that goes over gets the time of its arrival there, so that it is newer to ninja than whatever was made from what
/// it replaces: the clock of the engine's host may be another than this one's.
struct FarSource: Sendable {
    private let folders: BuildFolders
    private let shell: FarShell
    /// What was sent last, kept here too: asking the volume would take longer than most transfers.
    private let record: FilePath

    /// What goes over to the source's place in the container of `shell`; it is noted below the workspace as `record`.
    init(folders: BuildFolders, record: String, shell: FarShell) {
        self.folders = folders
        self.shell = shell
        self.record = folders.workspace.appending("\(record).sent")
    }

    /// What went over.
    struct Sent: Sendable, Equatable {
        var fileCount = 0
        var removedCount = 0
    }

    func send() async throws -> Sent {
        let wanted = try await BlockingWork.run { [folders] flag in
            try SourceManifest(of: folders.source, check: flag.check)
        }
        let id = try await shell.lines(
            "mkdir -p \"$1\"; cd \"$1\"; if [ -f id ]; then cat id; fi",
            [notes],
            "look into",
            on: subject
        ).first
        if id == wanted.id { return Sent() }
        let transfer = SourceTransfer(from: try await present(id), to: wanted)
        try await carryOut(transfer)
        try Data(wanted.text.utf8).write(to: URL(filePath: record.string), options: .atomic)
        return Sent(fileCount: transfer.fileCount, removedCount: transfer.removed.count)
    }

    private let subject = "the volume of the source"
    private var notes: String { BuildPlanner.Inside.source.appending(SourceTransfer.folder).string }

    /// What the volume that says it is `id` holds.
    private func present(_ id: String?) async throws -> SourceManifest {
        // Without a record, or with that of another volume, the volume itself is asked.
        if let id, let content = try? Data(contentsOf: URL(filePath: record.string)),
            let known = SourceManifest(parsing: content), known.id == id
        {
            return known
        }
        let script = "cd \"$1\"; if [ -f manifest ]; then cat manifest; printf '\\0'; cat sent-* 2>/dev/null || :; fi"
        let bytes = try await shell.run(script, [notes], "read", on: subject, FarShell.read)
        // An empty line is between the manifest and the notes.
        let end = bytes.indices.dropLast().first { bytes[$0] == 0 && bytes[$0 + 1] == 0 } ?? 0
        if var known = SourceManifest(parsing: bytes[..<end]) {
            known.add(bytes[end...])
            return known
        }
        // Nobody knows what it holds.
        let top = BuildPlanner.Inside.source.string
        let emptying = "cd \"$1\"; find . -mindepth 1 -maxdepth 1 ! -name build ! -name \"$2\" -exec rm -rf {} +"
        _ = try await shell.lines(emptying, [top, SourceTransfer.folder], "empty", on: subject)
        return SourceManifest()
    }

    private func carryOut(_ transfer: SourceTransfer) async throws {
        let arguments = Self.arguments(of: transfer, at: BuildPlanner.Inside.source.string)
        _ = try await shell.lines(Self.script, arguments, "send the source to", on: subject) { [folders] end, flag in
            try Self.write(transfer, from: folders.source, to: end, check: flag.check)
        }
    }

    /// Reads what ``write(_:from:to:check:)`` writes. What is gone goes first: it may be in the way of what is new. Until
    /// everything is there, the volume has no id.
    static let script = """
        cd "$1"
        rm -f "$2/id"
        head -c "$3" >"$2/manifest.new"
        rm -f "$2"/sent-*
        mv -f "$2/manifest.new" "$2/manifest"
        head -c "$4" | xargs -0 -r rm -d -f -- 2>/dev/null || :
        tar --extract --file - --touch --no-same-owner --recursive-unlink
        cd "$2"
        mv -f manifest.new manifest
        mv -f id.new id
        rm -f sent-*
        """

    /// The arguments of ``script`` for a volume at `place`.
    static func arguments(of transfer: SourceTransfer, at place: String) -> [String] {
        [place, SourceTransfer.folder, "\(transfer.kept.text.utf8.count)", "\(removals(transfer).count)"]
    }

    static func write(
        _ transfer: SourceTransfer,
        from root: FilePath,
        to output: FileDescriptor,
        check: () throws -> Void
    ) throws {
        try output.writeAll(transfer.kept.text.utf8)
        try output.writeAll(removals(transfer))
        try transfer.write(from: root, to: output, check: check)
    }

    private static func removals(_ transfer: SourceTransfer) -> [UInt8] {
        Array(transfer.removed.map { "./\($0)\0" }.joined().utf8)
    }
}

extension FarSource.Sent {
    /// In a few words; nil when nothing went over.
    var note: String? {
        guard fileCount + removedCount > 0 else { return nil }
        let gone = removedCount == 0 ? "" : ", \(removedCount) removed there"
        return "source: \(fileCount) \(fileCount == 1 ? "file" : "files") sent to the engine" + gone
    }
}
