// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import Reporting

/// Why a plan could not be carried out.
enum FixFailure: Failure {
    case sourceGone(TreePath)

    var kind: FailureKind { .inputOutput }

    var description: String {
        switch self {
        case .sourceGone(let path): "\(path), which a fix was to take, is not there any more"
        }
    }

    var hint: String? { "run the command again" }
}
