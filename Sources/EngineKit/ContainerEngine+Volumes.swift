// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit

extension ContainerEngine {
    /// Makes the volumes that are not there yet; those that are there stay as they are.
    package func makeVolumes(_ wanted: [(name: String, labels: [String: String])]) async throws {
        let present = Set(try await volumes([]))
        for (name, labels) in wanted where !present.contains(name) {
            let arguments = ["volume", "create"] + EngineArguments.labels(labels) + [name]
            try await perform("make", on: "volume \(name)", arguments)
        }
    }

    /// The names of volumes that carry all of `labels`, sorted.
    package func volumes(labelled labels: [String: String]) async throws -> [String] {
        try await volumes(labels.flatMap { ["--filter", "label=\($0.key)=\($0.value)"] })
    }

    /// Removes the volume `name`, which no container may use.
    package func removeVolume(_ name: String) async throws {
        try await perform("remove", on: "volume \(name)", ["volume", "rm", name])
    }

    private func volumes(_ filters: [String]) async throws -> [String] {
        try await perform("list", on: "volumes", ["volume", "ls", "--quiet"] + filters).output
            .filter { !$0.isEmpty }.sorted()
    }
}
