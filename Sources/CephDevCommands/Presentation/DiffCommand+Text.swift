// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console
internal import Digests
internal import Reporting

extension DiffCommand {
    func present(_ difference: ImageDifference, as format: SharedOptions.Format) {
        switch format {
        case .text: difference.lines.forEach(StandardStreams.result)
        case .json:
            let document = DiffDocument(
                old: old.text,
                new: new.text,
                files: difference.files,
                layers: difference.layers,
                pull: difference.pull
            )
            StandardStreams.result(JSONDocument.render(document))
        }
    }
}

extension ImageDifference {
    /// The files, the layers, and a line with what a node pulls.
    var lines: [String] {
        files.map(\.line) + layers.removed.map { "- layer " + $0.line } + layers.added.map { "+ layer " + $0.line }
            + [counts, pull.line]
    }

    private var counts: String {
        func count(_ change: File.Change) -> Int { files.count { $0.change == change } }
        return "\(count(.added)) files added, \(count(.removed)) removed, \(count(.changed)) changed; "
            + "\(layers.added.count) layers added, \(layers.removed.count) removed, \(layers.shared.count) shared"
    }
}

extension ImageDifference.File {
    fileprivate var line: String {
        func spoken(_ size: Int64?) -> String { size.map { ByteCount($0).description } ?? "-" }
        return switch change {
        case .added: "A \(path) \(spoken(newSize))"
        case .removed: "D \(path) \(spoken(oldSize))"
        case .changed: "M \(path) \(spoken(oldSize)) -> \(spoken(newSize))"
        }
    }
}

extension LayerReport {
    fileprivate var line: String {
        let compressed = compressedSize.map { ", \(ByteCount($0)) compressed" } ?? ""
        return "\(diffID.hex.prefix(12)) \(component ?? "(base)") \(ByteCount(size))" + compressed
    }
}

extension ImageDifference.Pull {
    fileprivate var line: String {
        "a node that has the old image pulls \(ByteCount(byteCount)) of \(ByteCount(wholeByteCount))"
            + (isCompressed ? "" : ", unpacked: an engine keeps no compressed layers")
    }
}

/// `cephdev.diff/1`.
private struct DiffDocument: Encodable {
    let schema = "cephdev.diff/1"
    let old: String
    let new: String
    let files: [ImageDifference.File]
    let layers: ImageDifference.Layers
    let pull: ImageDifference.Pull

    private enum CodingKeys: String, CodingKey {
        case schema, old, new, files, layers, pull
    }
}
