// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The result of `cephdev push --format json`.
struct PushJSON: Decodable {
    struct Blob: Decodable {
        let name: String
        let digest: String
        let size: Int
        let fate: String
    }

    let schema: String
    let reference: String
    let digest: String
    let compression: String
    let sentBytes: Int
    let mountedBytes: Int
    let presentBytes: Int
    let blobs: [Blob]

    init(_ text: String) throws {
        self = try JSONDecoder().decode(PushJSON.self, from: Data(text.utf8))
    }

    func names(_ fate: String) -> [String] { blobs.filter { $0.fate == fate }.map(\.name) }
}

extension Sample.Run {
    var push: PushJSON { get throws { try PushJSON(output.joined(separator: "\n")) } }
}
