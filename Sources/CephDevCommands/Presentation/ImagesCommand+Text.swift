// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console
internal import Reporting

extension ImagesCommand {
    func present(_ images: [ImageSummary], as format: SharedOptions.Format) {
        switch format {
        case .text: Self.table(images).lines.forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(ImagesDocument(images: images)))
        }
    }

    static func table(_ images: [ImageSummary]) -> TextTable {
        TextTable(
            [
                .init(title: "REF"), .init(title: "COMMIT"), .init(title: "DIRTY"), .init(title: "BASE"),
                .init(title: "CREATED"), .init(title: "SIZE", isNumber: true), .init(title: "NEW", isNumber: true),
            ],
            rows: images.map { image in
                [
                    image.reference ?? String(image.id.dropFirst("sha256:".count).prefix(12)),
                    image.origin.commit.map { String($0.prefix(10)) } ?? "-",
                    image.origin.isDirty ? "dirty" : "-",
                    image.origin.base ?? "-",
                    String(image.created.prefix(19)).replacing("T", with: " "),
                    ByteCount(image.byteCount).description,
                    ByteCount(image.newByteCount).description,
                ]
            }
        )
    }
}

/// `cephdev.images/1`.
private struct ImagesDocument: Encodable {
    let schema = "cephdev.images/1"
    let images: [ImageSummary]

    private enum CodingKeys: String, CodingKey {
        case schema, images
    }
}
