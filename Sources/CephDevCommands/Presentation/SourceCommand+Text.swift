// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import CephDev
internal import Console
internal import Reporting

extension ToolCommand {
    func present(_ synced: SourceRecord, in workspace: Workspace) {
        StandardStreams.result("\(synced.ref) \(synced.commit ?? "-") \(workspace.root)/source")
    }

    func present(_ status: SourceStatus, as format: SharedOptions.Format) {
        switch format {
        case .text: status.lines.forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(SourceDocument(status)))
        }
    }
}

extension SourceStatus {
    /// What a person is shown of it.
    var lines: [String] {
        var lines = [
            "source: \(workspace)/source, \(ByteCount(byteCount))", "from: \(record.origin)",
            "ref: \(record.ref)", "commit: \(record.commit ?? "none")",
        ]
        lines += record.patches.map { "patch: \($0)" }
        lines += record.uncommittedPaths.map { "uncommitted: \($0)" }
        lines += editedPaths.map { "changed since: \($0)" }
        if isUnfinished { lines.append("unfinished: the last checkout was interrupted; the next one carries on") }
        lines += record.submodules.map { "submodule: \($0.path) \($0.commit)" }
        lines += mirrors.map { "mirror: \($0.url), " + ($0.byteCount == 0 ? "missing" : "\(ByteCount($0.byteCount))") }
        return lines
    }
}

/// `cephdev.source/1`.
struct SourceDocument: Encodable {
    let schema = "cephdev.source/1"
    let workspace: String
    let kind: SourceRecord.Kind
    let origin: String
    let ref: String
    let commit: String?
    let dirty: Bool
    let patches: [String]
    let uncommitted: [String]
    let changed: [String]
    let unfinished: Bool
    let size: Int64
    let submodules: [SourceRecord.Submodule]
    let mirrors: [SourceStatus.Mirror]

    private enum CodingKeys: String, CodingKey {
        case schema, workspace, kind, origin, ref, commit, dirty, patches, uncommitted, changed, unfinished, size
        case submodules, mirrors
    }

    init(_ status: SourceStatus) {
        workspace = status.workspace
        kind = status.record.kind
        origin = status.record.origin
        ref = status.record.ref
        commit = status.record.commit
        dirty = status.isDirty
        patches = status.record.patches
        uncommitted = status.record.uncommittedPaths
        changed = status.editedPaths
        unfinished = status.isUnfinished
        size = status.byteCount
        submodules = status.record.submodules
        mirrors = status.mirrors
    }
}
