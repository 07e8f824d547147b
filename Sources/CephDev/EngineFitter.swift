// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import Reporting
internal import SystemPackage

/// Learns what an engine needs to start containers on this host, and remembers it.
struct EngineFitter: Sendable {
    /// What is remembered.
    fileprivate struct Needs: Codable, Equatable {
        let globalOptions: [String]
        let limits: [String]
        /// The boot of the kernel that they were tried on; a sandbox does not change while one runs.
        let boot: String?
    }

    let workspace: Workspace
    let reporter: Reporter

    /// `engine` with its options, tried on `image` once a boot.
    func fit(_ engine: ContainerEngine, to image: String) async throws -> ContainerEngine {
        guard engine.kind == .podman else { return engine }
        let file = workspace.records.appending("engine-\(engine.name).json")
        // Without a readable record everything is tried.
        let known = (try? Data(contentsOf: URL(filePath: file.string))).flatMap {
            try? JSONDecoder().decode(Needs.self, from: $0)
        }
        let boot = Self.boot
        if let known, let boot, known.boot == boot { return engine.with(known) }
        let fitted = try await EngineProbe.fit(engine, to: image, known: known.map(engine.with))
        if fitted != engine {
            let options = (fitted.globalOptions + fitted.limits).joined(separator: " ")
            reporter.report(.detail("\(engine.name) starts no container here without \(options)"))
        }
        let needs = Needs(globalOptions: fitted.globalOptions, limits: fitted.limits, boot: boot)
        if needs != known {
            try FileManager.default.createDirectory(
                atPath: workspace.records.string,
                withIntermediateDirectories: true
            )
            try JSONEncoder().encode(needs).write(to: URL(filePath: file.string), options: .atomic)
        }
        return fitted
    }

    /// Random digits of each boot (proc(5)); nil where the kernel does not tell.
    static var boot: String? {
        let content = try? Data(contentsOf: URL(filePath: "/proc/sys/kernel/random/boot_id"))  // as said
        return content.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension ContainerEngine {
    fileprivate func with(_ needs: EngineFitter.Needs) -> ContainerEngine {
        var engine = ContainerEngine(kind: kind, globalOptions: needs.globalOptions, limits: needs.limits)
        engine.owner = owner
        engine.isOffline = isOffline
        return engine
    }
}
