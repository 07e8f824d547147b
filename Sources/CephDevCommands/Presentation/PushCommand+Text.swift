// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import CephDev
internal import Console
internal import Digests
internal import ImageAssembly
internal import Reporting
internal import SystemPackage

extension PushCommand {
    func present(_ result: PushResult, as format: SharedOptions.Format) {
        switch format {
        case .text:
            if !shared.quiet { result.lines.forEach(StandardStreams.message) }
            StandardStreams.result(result.reference)
        case .json:
            StandardStreams.result(JSONDocument.render(PushDocument(result)))
        }
    }
}

extension ExportCommand {
    func present(_ result: ExportService.Result, as format: SharedOptions.Format) {
        switch format {
        case .text: StandardStreams.result("\(result.digest)")
        case .json: StandardStreams.result(JSONDocument.render(ExportDocument(result)))
        }
    }
}

extension PushResult {
    /// What was sent, and how a cluster gets it.
    var lines: [String] {
        let blobs = publication.blobs.filter { $0.fate == .sent }.map { blob in
            "sent \(ByteCount(blob.size)) \(blob.name.isEmpty ? "layer \(blob.digest.hex.prefix(12))" : blob.name)"
        }
        let count = "\(ByteCount(publication.byteCount(.sent))) sent (\(publication.byteCount(.sent)) bytes)"
        return blobs + [
            "\(count), \(ByteCount(publication.byteCount(.mounted))) mounted, "
                + "\(ByteCount(publication.byteCount(.present))) already there"
        ] + rollout.map { "\($0.purpose): \($0.command)" } + advice.map { "note: \($0)" }
    }
}

/// `cephdev.push/1`.
struct PushDocument: Encodable {
    struct Command: Encodable {
        let purpose: String
        let command: String
    }

    private let schema = "cephdev.push/1"
    let image: String
    let reference: String
    private let repository: String
    private let tag: String
    private let digest: Digest
    private let compression: String
    private let sentBytes: Int64
    private let mountedBytes: Int64
    private let presentBytes: Int64
    private let blobs: [Publication.Blob]
    private let rollout: [Command]
    private let advice: [String]

    init(_ result: PushResult) {
        let publication = result.publication
        image = result.image
        reference = result.reference
        repository = publication.repository
        tag = publication.tag
        digest = publication.digest
        compression = result.compression.rawValue
        sentBytes = publication.byteCount(.sent)
        mountedBytes = publication.byteCount(.mounted)
        presentBytes = publication.byteCount(.present)
        blobs = publication.blobs
        rollout = result.rollout.map { Command(purpose: $0.purpose, command: $0.command) }
        advice = result.advice
    }
}

/// `cephdev.export/1`.
private struct ExportDocument: Encodable {
    private let schema = "cephdev.export/1"
    private let image: String
    private let file: String
    private let digest: Digest
    private let byteCount: Int64

    init(_ result: ExportService.Result) {
        image = result.image
        file = result.file.string
        digest = result.digest
        byteCount = result.byteCount
    }
}
