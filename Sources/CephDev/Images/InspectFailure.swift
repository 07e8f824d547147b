// SPDX-License-Identifier: Apache-2.0

package import FileTree
package import Reporting
package import SystemPackage

/// Why an image cannot be told of.
package enum InspectFailure: Failure {
    case noSuchFile(TreePath, image: String)
    case noLayers(FilePath)

    package var kind: FailureKind { .badInput }

    package var description: String {
        switch self {
        case .noSuchFile(let path, let image): "'\(image)' has no file \(path)"
        case .noLayers(let folder): "\(folder) is an unpacked file system, which has no layers"
        }
    }

    package var hint: String? {
        switch self {
        case .noSuchFile: nil
        case .noLayers: "'cephdev inspect' and 'cephdev check' take one"
        }
    }
}
