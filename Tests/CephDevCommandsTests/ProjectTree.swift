// SPDX-License-Identifier: Apache-2.0

import CephDev
import Flavors
import SystemPackage

/// The project's own Dockerfiles.
enum ProjectTree {
    static let folder = FilePath(#filePath).removingLastComponent().appending("../../Dockerfiles").lexicallyNormalized()
        .string

    static func selection(_ image: String) throws -> BaseSelection {
        let source = FlavorSource(tree: try FlavorTree(at: FilePath(folder)), options: StagingOptions())
        return BaseSelection(image: image, flavor: nil, source: source)
    }
}
