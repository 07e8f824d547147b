// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import ProcessKit
package import SystemPackage

extension ContainerEngine {
    /// Where the engine is; nil for podman without a service, which works as a child of this process.
    package func address() async throws -> EngineAddress? {
        switch kind {
        case .docker:
            async let endpoint = endpoint()
            let format = "{{.ID}} {{.Name}} {{.DockerRootDir}}"
            let identity = try await perform("tell", on: "what it is", ["info", "--format", format]).output.first
            return EngineAddress(endpoint: try await endpoint ?? "", identity: identity ?? "")
        case .podman:
            guard isService else { return nil }
            let format = "{{.Host.Hostname}} {{.Store.GraphRoot}}"
            let identity = try await perform("tell", on: "what it is", ["info", "--format", format]).output.first
            return EngineAddress(endpoint: try await endpoint() ?? "a service of podman's", identity: identity ?? "")
        }
    }

    /// Whether podman's client works through a service, as it does when the environment names one; its store is that of the
    /// service then, and not the one of this user here.
    package var isService: Bool {
        kind == .podman && Self.isSet("CONTAINER_HOST", "CONTAINER_CONNECTION")
    }

    /// The cores and the bytes of memory of the host that the engine works on; nil when it does not say.
    package func capacity() async throws -> (cores: Int, memory: Int64)? {
        let format = kind == .docker ? "{{.NCPU}} {{.MemTotal}}" : "{{.Host.CPUs}} {{.Host.MemTotal}}"
        let answer = try await perform("tell", on: "its size", ["info", "--format", format]).output.first ?? ""
        let numbers = answer.split(separator: " ").compactMap { Int64($0) }
        guard numbers.count == 2, numbers.allSatisfy({ $0 > 0 }) else { return nil }
        return (Int(numbers[0]), numbers[1])
    }

    /// Where the client looks for its engine, answering or not; nil when the client has no more to say than its name.
    package func endpoint() async throws -> String? {
        let environment = ProcessInfo.processInfo.environment
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        switch kind {
        case .docker:
            if let host = variable("DOCKER_HOST") { return host }
            let format = ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]
            let result = try await ProcessRunner.run(command(format))
            if result.status.isSuccess, let host = result.output.first, !host.isEmpty { return host }
            return variable("DOCKER_CONTEXT").map { "context '\($0)'" }
        case .podman:
            return variable("CONTAINER_HOST") ?? variable("CONTAINER_CONNECTION").map { "connection '\($0)'" }
        }
    }

    /// The engine that the environment names an endpoint of; nil when it names none, or one for each.
    static func kindNamedByEnvironment() -> Kind? {
        switch (isSet("DOCKER_HOST", "DOCKER_CONTEXT"), isSet("CONTAINER_HOST", "CONTAINER_CONNECTION")) {
        case (true, false): return .docker
        case (false, true): return .podman
        default: return nil
        }
    }

    private static func isSet(_ names: String...) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return names.contains { !(environment[$0] ?? "").isEmpty }
    }

    /// Whether a container of `image` that is given `folder` of this host sees the file that was just written there. What
    /// the endpoint is says less: behind a port of this host may be a tunnel, and around a socket a container.
    ///
    /// - Throws: ``EngineError/failed(engine:action:subject:lastLines:)`` when no container starts without the folder either.
    package func sees(_ folder: FilePath, in image: String) async throws -> Bool {
        let nonce = "\(UInt64.random(in: 0 ... .max))"
        let file = folder.appending(".cephdev-probe-\(nonce)")
        try Data((nonce + "\n").utf8).write(to: URL(filePath: file.string))
        defer { try? FileManager.default.removeItem(atPath: file.string) }  // nobody reads it
        let inside: FilePath = "/cephdev-probe"
        let run = ContainerRun(
            image: image,
            command: ["cat", inside.appending(file.lastComponent?.string ?? "").string],
            mounts: [BindMount(folder, at: inside, readOnly: true)]
        )
        let result = try await self.run(run)
        if result.status.isSuccess { return result.output.first == nonce }
        let plain = try await self.run(ContainerRun(image: image, command: ["true"]))
        guard plain.status.isSuccess else {
            throw EngineError.failed(
                engine: name,
                action: "start a container of",
                subject: image,
                lastLines: Array(plain.errors.suffix(5))
            )
        }
        return false
    }
}
