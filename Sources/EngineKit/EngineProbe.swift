// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit

/// Finds an engine that answers, and what it needs to start a container on this host.
package enum EngineProbe {
    /// The engine of `kind`, or the one that the environment names an endpoint of, or the first of docker and podman that
    /// answers.
    ///
    /// - Throws: ``EngineError/unreachable(engine:endpoint:reason:)`` when an engine was looked for elsewhere;
    ///   ``EngineError/noEngine(reasons:)``
    package static func find(_ kind: ContainerEngine.Kind?) async throws -> ContainerEngine {
        var reasons: [String] = []
        let wanted = kind ?? ContainerEngine.kindNamedByEnvironment()
        for candidate in wanted.map({ [$0] }) ?? ContainerEngine.Kind.allCases {
            let engine = ContainerEngine(kind: candidate)
            do {
                let result = try await ProcessRunner.run(engine.command(["version"]))
                if result.status.isSuccess { return engine }
                let reason = result.errors.last ?? "\(result.status)"
                if let endpoint = try await engine.endpoint(), !EngineAddress.isSocket(endpoint) {
                    throw EngineError.unreachable(engine: engine.name, endpoint: endpoint, reason: reason)
                }
                reasons.append("\(engine.name): " + reason)
            } catch let error as ProcessError {
                reasons.append("\(error)")
            }
        }
        throw EngineError.noEngine(reasons: reasons)
    }

    /// `engine` with the options that it needs to start containers here, found by starting one of `image`; those that
    /// were `known` to work are tried first.
    ///
    /// docker's daemon starts containers with its own rights. podman's runtime works with the caller's: in a sandbox
    /// it may neither raise limits nor, with crun, work below a hybrid cgroup hierarchy.
    package static func fit(
        _ engine: ContainerEngine,
        to image: String,
        known: ContainerEngine? = nil
    ) async throws -> ContainerEngine {
        guard engine.kind == .podman else { return engine }
        let limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"]
        let candidates = [
            engine,
            ContainerEngine(kind: .podman, limits: limits),
            ContainerEngine(kind: .podman, globalOptions: ["--runtime", "runc"], limits: limits),
        ]
        var lastLines: [String] = []
        for var candidate in [known].compactMap(\.self) + candidates {
            candidate.owner = engine.owner
            let result = try await candidate.run(ContainerRun(image: image, command: ["true"]))
            if result.status.isSuccess { return candidate }
            lastLines = result.errors
        }
        throw EngineError.failed(
            engine: engine.name,
            action: "start a container of",
            subject: image,
            lastLines: lastLines.suffix(5)
        )
    }
}
