// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import ImageAssembly
internal import ProcessKit
internal import Reporting

/// Looks for the programs that cephdev starts.
struct HostExamination: Sendable {
    /// A program, the package it comes in, and what is impossible without it.
    struct Tool: Sendable {
        let program: String
        let arguments: [String]
        let package: String
        let purpose: String
    }

    static let tools = [
        Tool(program: "git", arguments: ["--version"], package: "git", purpose: "fetches over ssh"),
        Tool(program: "skopeo", arguments: ["--version"], package: "skopeo", purpose: "moves images"),
        Tool(program: "eu-strip", arguments: ["--version"], package: "elfutils", purpose: "strips what is shipped"),
    ]

    let installer: PackageInstaller
    /// Nil where it cannot be made.
    let workspace: Workspace?

    /// The engines that answer; a problem when none does, or the one that is wanted.
    func engine(_ kind: ContainerEngine.Kind?) async -> [Diagnosis] {
        var answers: [ContainerEngine] = []
        var reasons: [String] = []
        for candidate in kind.map({ [$0] }) ?? ContainerEngine.Kind.allCases {
            do {
                answers.append(try await EngineProbe.find(candidate))
            } catch {
                reasons.append("\(error)")
            }
        }
        guard !answers.isEmpty else {
            let command = installer.command(for: kind?.rawValue ?? "podman")
            return [.problem("engine", reasons.joined(separator: "; "), remedy: command + ", and start it")]
        }
        var diagnoses: [Diagnosis] = []
        for engine in answers {
            diagnoses.append(.healthy("engine", "\(engine.name) answers"))
            diagnoses += await place(of: engine)
            diagnoses += await leftovers(in: engine)
        }
        return diagnoses
    }

    func tool(_ tool: Tool) async -> Diagnosis {
        do {
            let result = try await ProcessRunner.run(Command(tool.program, tool.arguments)).requireSuccess()
            return .healthy(tool.program, result.output.first ?? "is there")
        } catch {
            return .problem(
                tool.program,
                "\(error); it \(tool.purpose)",
                remedy: installer.command(for: tool.package)
            )
        }
    }

    private func place(of engine: ContainerEngine) async -> [Diagnosis] {
        guard let workspace else { return [] }
        let place = EnginePlace(workspace: workspace, reporter: .silent)
        // An engine that does not say where it is shows that to whoever builds.
        guard let endpoint = try? await place.endpointElsewhere(of: engine) else { return [] }
        return [.healthy("engine", "\(engine.name) is elsewhere (\(endpoint)): builds work in volumes there")]
    }

    private func leftovers(in engine: ContainerEngine) async -> [Diagnosis] {
        // An engine that cannot list its images shows that to whoever builds.
        guard let names = try? await Candidates.leftovers(in: engine), !names.isEmpty else { return [] }
        return [
            .problem(
                "images of killed runs in \(engine.name)",
                names.joined(separator: ", "),
                remedy: "cephdev clean images --engine \(engine.name)"
            )
        ]
    }
}
