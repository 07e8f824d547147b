// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import Reporting

/// Why a plan could not be carried out.
enum FixFailure: Failure {
    case sourceGone(TreePath)
    /// The reason is ELFKit's.
    case runpathStays(TreePath, reason: String)

    var kind: FailureKind {
        switch self {
        case .sourceGone: .inputOutput
        case .runpathStays: .badInput
        }
    }

    var description: String {
        switch self {
        case .sourceGone(let path): "\(path), which a fix was to take, is not there any more"
        case .runpathStays(let path, let reason): "\(path) cannot be given another RUNPATH: \(reason)"
        }
    }

    var hint: String? {
        switch self {
        case .sourceGone: "run the command again"
        case .runpathStays: "take it from an install tree: 'cmake --install' sets it"
        }
    }
}
