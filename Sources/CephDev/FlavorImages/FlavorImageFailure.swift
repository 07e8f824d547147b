// SPDX-License-Identifier: Apache-2.0

package import Reporting
package import SystemPackage

/// Why images of flavors are not pushed.
package enum FlavorImageFailure: Failure, Equatable {
    case notBuilt(String, flavor: String)
    case otherCommit(String, commit: String)
    case dirtyTree(FilePath, paths: [String])
    /// The name stays with the image that has it.
    case taken(String, by: String)

    package var kind: FailureKind { .badInput }

    package var description: String {
        switch self {
        case .notBuilt(let image, _): "the engine has no image '\(image)'"
        case .otherCommit(let image, let commit):
            "the image '\(image)' was not built from the commit \(commit.prefix(10)) as it is"
        case .dirtyTree(let tree, let paths):
            "the tree \(tree) has uncommitted edits: \(paths.prefix(5).joined(separator: ", "))"
                + (paths.count > 5 ? " and \(paths.count - 5) more" : "")
        case .taken(let reference, let id): "\(reference) is in the registry already, as another image (\(id))"
        }
    }

    package var hint: String? {
        switch self {
        case .notBuilt(_, let flavor): "'cephdev base build --flavor \(flavor)' makes it"
        case .otherCommit: "build it again: 'cephdev base build'"
        case .dirtyTree: "commit them: a tag that stays names one state of the tree"
        case .taken: "a tag that stays is never given away; push a new commit"
        }
    }
}
