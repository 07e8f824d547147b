// SPDX-License-Identifier: Apache-2.0

package import Digests
package import FileTree
package import Reporting
package import SystemPackage

/// Why files did not become an image.
package enum ImageFailure: Failure {
    case cannotWrite(FilePath, reason: String)
    case contentChanged(FilePath)
    case unexpectedContent(expected: Digest, found: Digest)
    case notInsideBase(TreePath)
    case cannotStrip(FilePath, reason: String)

    package var kind: FailureKind {
        switch self {
        case .cannotWrite, .contentChanged: .inputOutput
        case .notInsideBase, .cannotStrip, .unexpectedContent: .badInput
        }
    }

    package var description: String {
        switch self {
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .contentChanged(let path): "\(path) changed while it was put into a layer"
        case .unexpectedContent(let expected, let found): "the bytes of \(expected) came as \(found)"
        case .notInsideBase(let path): "\(path) cannot be placed: links of the base image lead in a circle"
        case .cannotStrip(let path, let reason): "cannot strip \(path): \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .cannotWrite: "is the disk full? 'cephdev clean' frees what cephdev keeps"
        case .contentChanged, .unexpectedContent: "run the command again"
        case .notInsideBase: nil
        case .cannotStrip: "'--no-strip' ships it as it is"
        }
    }
}
