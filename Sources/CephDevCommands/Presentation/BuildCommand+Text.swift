// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import CephDev
internal import Console
internal import Digests
internal import ImageCheck
internal import ProcessKit
internal import Reporting
internal import SystemPackage

extension ToolCommand {
    /// The names and the id on standard output; what each stage took on standard error.
    func present(
        _ result: BuildResult,
        timings: [(stage: Stage, took: Duration)],
        quietly: Bool,
        as format: SharedOptions.Format
    ) {
        if !quietly {
            let total = timings.reduce(Duration.zero) { $0 + $1.took }
            let parts = timings.map { "\($0.stage.rawValue) \($0.took.spoken)" }
            StandardStreams.message("time: " + parts.joined(separator: ", ") + "; \(total.spoken) in all")
        }
        if let push = result.push, !quietly { push.lines.forEach(StandardStreams.message) }
        switch format {
        case .text:
            if let name = result.references.first, let id = result.id { StandardStreams.result("\(name) \(id)") }
            if let push = result.push { StandardStreams.result(push.reference) }
        case .json:
            StandardStreams.result(JSONDocument.render(BuildDocument(result, timings: timings)))
        }
    }
}

extension BuildCommand {
    /// What would be built.
    func present(_ request: BuildRequest) {
        let options = request.options
        StandardStreams.result("source: \(request.source)")
        for patch in request.sourcePolicy.patches { StandardStreams.result("patch: \(patch)") }
        StandardStreams.result("base: \(request.base)")
        StandardStreams.result("builder: \(request.builder ?? "made from the source's dependency lists")")
        StandardStreams.result(
            "targets: \(options.targets.isEmpty ? "everything" : options.targets.joined(separator: " "))"
        )
        let flags = options.configureFlags.map { $0.map(ShellWord.quote).joined(separator: " ") }
        StandardStreams.result("cmake flags: \(flags ?? "-DWITH_TESTS=OFF and the packaging's own")")
        StandardStreams.result("jobs: \(options.jobs)")
    }
}

/// `cephdev.build/1`.
private struct BuildDocument: Encodable {
    struct Timing: Encodable {
        let stage: String
        let seconds: Double
    }

    let schema = "cephdev.build/1"
    let references: [String]
    let id: Digest?
    let layers: [BuildResult.LayerSummary]
    let check: CheckReport?
    let fixes: [String]
    let log: String?
    let cache: CacheStatistics?
    let push: PushDocument?
    let timings: [Timing]

    private enum CodingKeys: String, CodingKey {
        case schema, references, id, layers, check, fixes, log, cache, push, timings
    }

    init(_ result: BuildResult, timings: [(stage: Stage, took: Duration)]) {
        references = result.references
        id = result.id
        layers = result.layers
        check = result.report
        fixes = result.fixes
        log = result.log?.string
        cache = result.cache
        push = result.push.map { PushDocument($0) }
        self.timings = timings.map { Timing(stage: $0.stage.rawValue, seconds: $0.took / .seconds(1)) }
    }
}
