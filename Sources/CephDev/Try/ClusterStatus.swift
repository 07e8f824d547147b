// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// What `ceph status --format json` says, as far as a trial waits for it.
struct ClusterStatus: Sendable, Equatable {
    let osdsUp: Int
    let placementGroups: Int
    /// Placement groups by their state.
    let states: [String: Int]
    let hasActiveMDS: Bool

    /// Whether every placement group can be read and written, with all of its copies.
    var isClean: Bool { placementGroups > 0 && states == ["active+clean": placementGroups] }
}

extension ClusterStatus {
    private struct Document: Decodable {
        struct OSDMap: Decodable {
            /// Up to 14.2 the numbers lie one level deeper.
            struct Nested: Decodable {
                let num_up_osds: Int?
            }

            let num_up_osds: Int?
            let osdmap: Nested?
        }
        struct PGMap: Decodable {
            struct State: Decodable {
                let state_name: String
                let count: Int
            }

            let num_pgs: Int
            let pgs_by_state: [State]
        }
        struct FSMap: Decodable {
            struct Rank: Decodable {
                let status: String
            }

            let by_rank: [Rank]?
        }

        let osdmap: OSDMap
        let pgmap: PGMap
        let fsmap: FSMap?
    }

    /// - Throws: `DecodingError`
    init(json: String) throws {
        let document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
        osdsUp = document.osdmap.num_up_osds ?? document.osdmap.osdmap?.num_up_osds ?? 0
        placementGroups = document.pgmap.num_pgs
        states = Dictionary(document.pgmap.pgs_by_state.map { ($0.state_name, $0.count) }, uniquingKeysWith: +)
        hasActiveMDS = document.fsmap?.by_rank?.contains { $0.status == "up:active" } ?? false
    }
}
