// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console
internal import Digests
internal import Reporting

extension InspectCommand {
    func present(_ report: ImageInspectionReport, as format: SharedOptions.Format) {
        switch format {
        case .text: report.lines.forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(InspectDocument(report: report)))
        }
    }

    func present(_ file: FileProvenance, as format: SharedOptions.Format) {
        switch format {
        case .text: file.lines.forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(FileDocument(image: image.text, file: file)))
        }
    }
}

extension ImageInspectionReport {
    /// Paragraphs: the image, its labels, its layers, its files.
    var lines: [String] {
        head + section("labels", labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            + section("layers", LayerReport.table(layers).lines) + section("files", Self.table(files).lines)
    }

    private var head: [String] {
        let facts: [(String, String?)] = [
            ("image", image), ("id", id?.description), ("digest", digest?.description), ("created", created),
            ("platform", platform), ("commit", origin.commit.map { $0 + (origin.isDirty ? ", with edits" : "") }),
            ("base", origin.base), ("holds", "\(fileCount) files, \(ByteCount(byteCount))"),
        ]
        return facts.compactMap { name, value in value.map { "\(name): \($0)" } }
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        // A table without rows has its titles alone.
        lines.count > (title == "labels" ? 0 : 1) ? ["", "\(title):"] + lines.map { "  " + $0 } : []
    }

    static func table(_ files: [FileProvenance]) -> TextTable {
        TextTable(
            [
                .init(title: "FILE"), .init(title: "COMPONENT"), .init(title: "TARGET"), .init(title: "COMMIT"),
                .init(title: "SHA256"), .init(title: "SIZE", isNumber: true),
            ],
            rows: files.map { file in
                [
                    file.path, file.component ?? "-", file.cmakeTarget ?? "-", file.revision ?? "-",
                    file.sha256.map { String($0.hex.prefix(12)) } ?? file.target.map { "-> " + $0 } ?? "-",
                    file.size.map { ByteCount($0).description } ?? "-",
                ]
            }
        )
    }
}

extension LayerReport {
    static func table(_ layers: [LayerReport]) -> TextTable {
        TextTable(
            [
                .init(title: "LAYER"), .init(title: "COMPONENT"), .init(title: "COMMIT"),
                .init(title: "FILES", isNumber: true), .init(title: "SIZE", isNumber: true),
                .init(title: "COMPRESSED", isNumber: true),
            ],
            rows: layers.map { layer in
                [
                    String(layer.diffID.hex.prefix(12)), layer.component ?? "(base)",
                    layer.commit.map { String($0.prefix(10)) } ?? "-", "\(layer.fileCount)",
                    ByteCount(layer.size).description, layer.compressedSize.map { ByteCount($0).description } ?? "-",
                ]
            }
        )
    }
}

extension FileProvenance {
    fileprivate var revision: String? {
        commit.map { $0.prefix(10) + (edits.map { "-dirty-" + $0 } ?? "") }
    }

    /// A line for each fact.
    var lines: [String] {
        let facts: [(String, String?)] = [
            ("file", path), ("sha256", sha256?.hex), ("size", size.map { "\($0)" }), ("leads to", target),
            ("mode", mode), ("layer", layer?.description),
            ("component", component ?? (layer == nil ? nil : "(base)")), ("cmake target", cmakeTarget),
            ("commit", commit), ("edits", edits),
        ]
        return facts.compactMap { name, value in value.map { "\(name): \($0)" } }
    }
}

/// `cephdev.inspect/1`, all of an image.
private struct InspectDocument: Encodable {
    private enum CodingKeys: String, CodingKey {
        case schema
    }

    let report: ImageInspectionReport

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("cephdev.inspect/1", forKey: .schema)
    }
}

/// `cephdev.inspect/1`, one file.
private struct FileDocument: Encodable {
    let schema = "cephdev.inspect/1"
    let image: String
    let file: FileProvenance

    private enum CodingKeys: String, CodingKey {
        case schema, image, file
    }
}
