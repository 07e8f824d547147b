// SPDX-License-Identifier: Apache-2.0

package import CephBuild
package import Digests
internal import FileTree
internal import ImageAssembly
package import ImageCheck
package import SystemPackage

/// What a build ended in.
package struct BuildResult: Sendable {
    /// A layer on top of the base.
    package struct LayerSummary: Sendable, Encodable {
        package let name: String
        package let diffID: Digest
        package let byteCount: Int64
        package let files: [String]
    }

    /// The tags, the one that never moves first.
    package let references: [String]
    /// Nil when no image was wanted.
    package let id: Digest?
    package let layers: [LayerSummary]
    package let report: CheckReport?
    /// What the library fixes did.
    package let fixes: [String]
    /// The compiler's; nil when nothing was compiled.
    package let log: FilePath?
    /// What the compile cache did; nil when it was not asked.
    package var cache: CacheStatistics?
    /// Nil when nothing was pushed.
    package var push: PushResult?
}

extension BuildResult {
    /// A build that ended with the install tree.
    init(_ output: BuildOutput) {
        self.init(references: [], id: nil, layers: [], report: nil, fixes: [], log: output.compileLog)
        cache = output.cache
    }

    init(_ outcome: Packaging.Outcome, log: FilePath?) {
        self.init(
            references: outcome.names,
            id: outcome.image.id,
            layers: outcome.image.layers.map { layer in
                LayerSummary(
                    name: layer.name,
                    diffID: layer.diffID,
                    byteCount: layer.byteCount,
                    files: layer.contents.entries.filter { $0.kind != .directory }.map(\.path.description)
                )
            },
            report: outcome.report,
            fixes: (outcome.plan?.edits ?? []).map { "\($0): \($0.reason)" },
            log: log
        )
    }
}
