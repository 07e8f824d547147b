// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import Reporting
internal import SystemPackage

/// Learns what an engine needs to start containers on this host, and remembers it.
struct EngineFitter: Sendable {
    /// What is remembered.
    private struct Needs: Codable, Equatable {
        let globalOptions: [String]
        let limits: [String]
    }

    let workspace: Workspace
    let reporter: Reporter

    /// `engine` with its options, tried on `image`.
    func fit(_ engine: ContainerEngine, to image: String) async throws -> ContainerEngine {
        let file = workspace.records.appending("engine-\(engine.name).json")
        // Without a readable record everything is tried.
        let known = (try? Data(contentsOf: URL(filePath: file.string))).flatMap {
            try? JSONDecoder().decode(Needs.self, from: $0)
        }
        let fitted = try await EngineProbe.fit(
            engine,
            to: image,
            known: known.map {
                ContainerEngine(kind: engine.kind, globalOptions: $0.globalOptions, limits: $0.limits)
            }
        )
        if fitted != engine {
            let options = (fitted.globalOptions + fitted.limits).joined(separator: " ")
            reporter.report(.detail("\(engine.name) starts no container here without \(options)"))
        }
        let needs = Needs(globalOptions: fitted.globalOptions, limits: fitted.limits)
        if needs != known {
            try FileManager.default.createDirectory(
                atPath: workspace.records.string,
                withIntermediateDirectories: true
            )
            try JSONEncoder().encode(needs).write(to: URL(filePath: file.string), options: .atomic)
        }
        return fitted
    }
}
