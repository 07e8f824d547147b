// SPDX-License-Identifier: Apache-2.0

internal import FileTree
package import Reporting
package import SystemPackage

/// Why a flavor cannot be staged.
package enum FlavorFailure: Failure, Equatable {
    case badFlavor(String, reason: String)
    case unknownFlavor(String, tree: FilePath, near: [String])
    case noFlavors(tree: FilePath)
    case sameFolder(String, flavors: [String])
    case badImage(String)
    case notATree(FilePath)
    /// Nothing at the output may be lost.
    case outputInUse(FilePath, reason: String)
    case busy(FilePath)
    case unreadable(FilePath, reason: String)
    case unwritable(FilePath, reason: String)
    case unusableName(String, folder: FilePath)
    case linkOutOfTree(TreePlace, target: String)
    case linkToNothing(TreePlace, target: String)
    /// A link to a folder of the tree that is not staged beside it.
    case linkToFolder(TreePlace, target: String)
    case linkLoop(TreePlace)
    /// One wants a file where the other wants a folder.
    case clash(staged: String, TreePlace, TreePlace)
    case undefined(variable: String, TreePlace, usedBy: TreePlace?, flavor: String, elsewhere: [String])
    case unset(variable: String, TreePlace, usedBy: TreePlace?)
    /// The chain begins and ends with the same variable.
    case cycle([String], TreePlace)
    case endless(TreePlace)
    case tooLarge(TreePlace, limit: Int)
    case notText(variable: String, TreePlace)
    case unknownRevision(String, tree: FilePath, near: [String])
    case noRepository(FilePath)

    package var kind: FailureKind {
        switch self {
        case .badImage: .usage
        case .unreadable, .unwritable: .inputOutput
        case .busy: .workspaceBusy
        default: .badInput
        }
    }

    package var description: String {
        switch self {
        case .badFlavor(let text, let reason): "cannot read the flavor '\(text.oneLine)': \(reason)"
        case .unknownFlavor(let text, let tree, _): "\(tree) has no flavor '\(text)'"
        case .noFlavors(let tree): "\(tree) names no flavor that can be built"
        case .sameFolder(let name, let flavors):
            "the flavors \(flavors.joined(separator: " and ")) share the folder \(name)"
        case .badImage(let name): "'\(name.oneLine)' is not the name of an image"
        case .notATree(let path): "\(path) is no tree of Dockerfiles: it has neither src nor ceph-releases"
        case .outputInUse(let path, let reason): "will not replace \(path): \(reason)"
        case .busy(let path): "another run is staging into \(path)"
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .unwritable(let path, let reason): "cannot write \(path): \(reason)"
        case .unusableName(let name, let folder):
            "cannot stage the file '\(name.oneLine)' of \(folder): its name has control characters or is not UTF-8"
        case .linkOutOfTree(let place, let target):
            "\(place): the symbolic link leads out of the tree, to \(target.oneLine)"
        case .linkToNothing(let place, let target): "\(place): the symbolic link leads nowhere, to \(target.oneLine)"
        case .linkToFolder(let place, let target):
            "\(place): the symbolic link leads to a folder that is not staged with it, \(target.oneLine)"
        case .linkLoop(let place): "\(place): the symbolic link leads back to itself"
        case .clash(let staged, let first, let second): "\(staged) is a file of \(first) and a folder of \(second)"
        case .undefined(let variable, let place, let user, let flavor, _):
            "\(place)\(Self.user(user)): \(variable) is not defined for \(flavor)"
        case .unset(let variable, let place, let user):
            "\(place)\(Self.user(user)): the environment variable \(variable) is not set"
        case .cycle(let chain, let place): "\(place): variables hold each other: \(chain.joined(separator: " → "))"
        case .endless(let place): "\(place): replacing variables does not come to an end"
        case .tooLarge(let place, let limit):
            "\(place): the values of its variables have more than \(limit >> 20) MiB"
        case .notText(let variable, let place): "\(place): the variable \(variable) is not text in UTF-8"
        case .unknownRevision(let revision, let tree, _):
            "the repository of \(tree) has no branch, tag or commit '\(revision.oneLine)'"
        case .noRepository(let path): "\(path) is in no git repository, so nothing of it can be compared"
        }
    }

    package var hint: String? {
        switch self {
        case .badFlavor: "a flavor is RELEASE[POINT],OS,VERSION, as luminous-12.2.2,ubuntu,16.04"
        case .unknownFlavor(_, _, let near) where !near.isEmpty: "similar: \(near.joined(separator: " "))"
        case .unknownFlavor: "'cephdev flavors' lists those of the tree"
        case .noFlavors: "list them in a file 'flavors' at the top of the tree, one in a line"
        case .notATree: "name the folder that holds src and ceph-releases with --tree"
        case .outputInUse: "name another folder with --output"
        case .linkOutOfTree, .linkToNothing, .linkToFolder: "put a copy of the file in its place"
        case .undefined(let variable, _, _, _, let elsewhere):
            "there is \(elsewhere.joined(separator: ", ")); a file \(variable), which may be empty, defines it"
        case .unset(let variable, _, _): "\(variable)=… in the environment sets it"
        case .unknownRevision(_, _, let near) where !near.isEmpty: "similar: \(near.joined(separator: " "))"
        case .unknownRevision: "name one with --since, or with VS_BRANCH; 'git fetch' brings a remote's branches"
        default: nil
        }
    }

    private static func user(_ place: TreePlace?) -> String {
        place.map { " (for \($0))" } ?? ""
    }
}

extension String {
    /// Without control characters, which a terminal would obey.
    fileprivate var oneLine: String {
        String(unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : Character($0) })
    }
}
