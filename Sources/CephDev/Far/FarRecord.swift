// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import SystemPackage

/// The engines elsewhere that a workspace has volumes in.
struct FarRecord: Sendable {
    struct Place: Sendable, Hashable, Codable, CustomStringConvertible {
        let engine: String
        let endpoint: String

        var description: String { "\(engine) at \(endpoint)" }
    }

    private let file: FilePath

    init(in workspace: Workspace) {
        file = workspace.root.appending("elsewhere.json")
    }

    var places: [Place] {
        // Without a readable record nothing was built elsewhere.
        guard let content = try? Data(contentsOf: URL(filePath: file.string)) else { return [] }
        return (try? JSONDecoder().decode([Place].self, from: content)) ?? []  // as said
    }

    func add(_ kind: ContainerEngine.Kind, at endpoint: String) throws {
        let place = Place(engine: kind.rawValue, endpoint: endpoint)
        let known = places
        if !known.contains(place) { try write(known + [place]) }
    }

    /// Forgets a place where nothing is left.
    func remove(_ place: Place) throws {
        let known = places
        if known.contains(place) { try write(known.filter { $0 != place }) }
    }

    private func write(_ places: [Place]) throws {
        try JSONEncoder().encode(places).write(to: URL(filePath: file.string), options: .atomic)
    }
}
