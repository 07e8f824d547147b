// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Just enough of JSON to look into a result.
struct JSON: Decodable {
    struct Layer: Decodable {
        let name: String
        let diffID: String
        let files: [String]
    }

    struct Report: Decodable {
        struct Finding: Decodable {}

        let findings: [Finding]
        let objectCount: Int
    }

    struct Cache: Decodable {
        let hits: Int
        let remoteHits: Int
        let misses: Int
    }

    let schema: String
    let references: [String]?
    let id: String?
    let layers: [Layer]?
    let fixes: [String]?
    let report: Report?
    let check: Report?
    let cache: Cache?

    /// Every file of every layer.
    var files: [String] { (layers ?? []).flatMap(\.files) }

    init(_ text: String) throws {
        self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }
}
