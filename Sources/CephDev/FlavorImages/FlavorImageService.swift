// SPDX-License-Identifier: Apache-2.0

package import EngineKit
package import Flavors
package import Reporting
internal import SystemPackage

/// What `cephdev base build` does.
package struct FlavorImageService: Sendable {
    package struct Request: Sendable {
        package var source: FlavorSource
        package var flavors: [Flavor]
        package var engine: ContainerEngine.Kind?
        /// `--build-arg` of every image.
        package var buildArguments: [String: String] = [:]
        /// How many flavors are built at once.
        package var jobs = 1
        package var checks = true

        package init(_ flavors: [Flavor], of source: FlavorSource) {
            self.flavors = flavors
            self.source = source
        }
    }

    /// How one flavor fared.
    package struct Outcome: Sendable {
        package let flavor: Flavor
        package let result: Result<FlavorImages, any Error>
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Builds the images of every flavor, in the order of the request; one that fails does not stop the others.
    package func build(_ request: Request) async throws -> [Outcome] {
        let lock = try workspace.lock()
        defer { withExtendedLifetime(lock) {} }
        var engine = try await EngineProbe.find(request.engine)
        engine.owner = workspace.root.string
        let outcomes = try await withThrowingTaskGroup(of: (Int, Outcome).self) { [engine] group in
            var results: [Int: Outcome] = [:]
            for (number, flavor) in request.flavors.enumerated() {
                if number >= request.jobs, let (done, outcome) = try await group.next() { results[done] = outcome }
                group.addTask { try await (number, build(flavor, request, engine)) }
            }
            for try await (done, outcome) in group { results[done] = outcome }
            return results
        }
        return outcomes.sorted { $0.key < $1.key }.map(\.value)
    }

    private func build(_ flavor: Flavor, _ request: Request, _ engine: ContainerEngine) async throws -> Outcome {
        let builder = FlavorImageBuilder(
            workspace: workspace,
            engine: engine,
            source: request.source,
            buildArguments: request.buildArguments,
            reporter: request.flavors.count > 1 ? reporter.prefixed("\(flavor): ") : reporter
        )
        do {
            return Outcome(flavor: flavor, result: .success(try await builder.build(flavor, checks: request.checks)))
        } catch let error as CancellationError {
            throw error
        } catch {
            if request.flavors.count > 1 { reporter.report(.warning("\(flavor): \(ErrorReport(error).message)")) }
            return Outcome(flavor: flavor, result: .failure(error))
        }
    }

    /// Half of what a compile needs of memory for each flavor: packages are unpacked, little more.
    package static func standardJobs(cores: Int, memory: Int64) -> Int {
        max(1, min(cores, Int(memory / (2 << 30))))
    }

    /// The error that a run ends in: the only one, or how many there were.
    package static func failure(_ outcomes: [Outcome]) -> (any Error)? {
        let errors = outcomes.compactMap { outcome -> (Flavor, any Error)? in
            guard case .failure(let error) = outcome.result else { return nil }
            return (outcome.flavor, error)
        }
        guard let (_, first) = errors.first else { return nil }
        guard outcomes.count > 1 else { return first }
        return FlavorsFailed(flavors: errors.map { "\($0.0)" }, total: outcomes.count, first: ErrorReport(first))
    }
}

/// Some flavors of several failed.
private struct FlavorsFailed: Failure {
    let flavors: [String]
    let total: Int
    let first: ErrorReport

    var kind: FailureKind { first.kind }
    var description: String { "\(flavors.count) of \(total) flavors failed: \(flavors.joined(separator: " "))" }
    var hint: String? { first.hint }
}
