// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import GitKit
package import SystemPackage

/// What the source in a workspace is, written down when it was brought there.
package struct SourceRecord: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable {
        /// A commit of a repository.
        case commit
        /// A copy of a checkout.
        case checkout
    }

    package struct Submodule: Sendable, Equatable, Codable {
        package let path: String
        package let url: String
        package let commit: String
    }

    package let kind: Kind
    /// The repository or fork, or the path of the checkout; without secrets.
    package let origin: String
    /// The repository whose mirror holds the commit; nil for a copy.
    package let mirroredURL: String?
    package let ref: String
    package let commit: String?
    /// The files of patches, as they were named.
    package let patches: [String]
    /// The files that no commit holds: patched ones, or a checkout's uncommitted ones.
    package let uncommittedPaths: [String]
    package let submodules: [Submodule]

    init(_ tree: SourceTree, mirroredFrom url: GitURL, _ outcome: SourceCheckout.Outcome, patches: [String]) {
        kind = .commit
        origin = tree.origin
        mirroredURL = url.description
        ref = tree.refName
        commit = tree.commit?.description
        self.patches = patches
        uncommittedPaths = outcome.patchedPaths
        submodules = outcome.submodules.map {
            Submodule(path: $0.path, url: $0.url.description, commit: $0.commit.description)
        }
    }

    init(copied tree: SourceTree) {
        kind = .checkout
        origin = tree.origin
        mirroredURL = nil
        ref = tree.refName
        commit = tree.commit?.description
        patches = []
        uncommittedPaths = tree.edits?.paths ?? []
        submodules = []
    }

    /// The record at `path`; nil when there is none.
    package init?(at path: FilePath) throws {
        guard FileManager.default.fileExists(atPath: path.string) else { return nil }
        self = try JSONDecoder().decode(SourceRecord.self, from: Data(contentsOf: URL(filePath: path.string)))
    }

    func write(to path: FilePath) throws {
        try JSONEncoder().encode(self).write(to: URL(filePath: path.string), options: .atomic)
    }
}
