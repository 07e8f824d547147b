// SPDX-License-Identifier: Apache-2.0

package import FileTree
package import SystemPackage

/// A flavor as it lies staged, ready for `docker build` in the folder of each image.
package struct StagedFlavor: Sendable {
    package let flavor: Flavor
    package let folder: FilePath
    /// In the order in which they are built.
    package let images: [StagedImage]
    package let variables: StagingVariables
    /// What was left alone and may surprise.
    package let notes: [String]
}

/// The folder of one image.
package struct StagedImage: Sendable {
    package let name: String
    package let folder: FilePath
    /// What the image is to be called.
    package let reference: String
    /// Sorted by their path in the folder.
    package let files: [StagedFile]
}

/// A file in the folder of an image.
package struct StagedFile: Sendable, Equatable {
    package let path: TreePath
    package let source: TreePath
    /// Whether the source is not what the commit has.
    package let isDirty: Bool
    /// Whether variables were replaced; the template is beside it, as `.bak`.
    package let isRendered: Bool
}
