// SPDX-License-Identifier: Apache-2.0

package import Digests
internal import FoundationEssentials
internal import GitKit
internal import SystemPackage

/// The files of a source that no commit holds: edits of a checkout, or what patches made.
package struct UncommittedEdits: Sendable, Equatable {
    /// Relative to the source's top, sorted.
    package let paths: [String]
    /// Over the names and contents of these files: the same edits have the same digest.
    package let digest: Digest
}

extension UncommittedEdits {
    /// Those at `paths` of the checkout `root`; nil when there are none.
    init?(at paths: [String], in root: FilePath) throws {
        guard !paths.isEmpty else { return nil }
        let lines = paths.map { path in
            // A deleted file has no content, a folder (a submodule on another commit) only its name.
            let content = try? Data(contentsOf: URL(filePath: root.appending(path).string))
            return "\(path) " + (content.map { Digest.of($0).description } ?? "-")
        }
        self.init(paths: paths, digest: Digest.of(try CanonicalJSON.encode(lines)))
    }

    /// Those that patches made of a commit; nil when they changed nothing.
    init?(_ outcome: SourceCheckout.Outcome) throws {
        guard !outcome.patchedPaths.isEmpty else { return nil }
        let lines = outcome.patchedPaths + [outcome.commit.description]
        self.init(paths: outcome.patchedPaths, digest: Digest.of(try CanonicalJSON.encode(lines)))
    }
}
