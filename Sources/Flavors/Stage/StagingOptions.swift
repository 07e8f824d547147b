// SPDX-License-Identifier: Apache-2.0

/// What a user may choose beside the flavor.
package struct StagingOptions: Sendable {
    /// What the images' tags begin with; nothing stands for the git branch of the tree.
    package var release: String?
    /// Where the images will be pushed; empty for none.
    package var registry = "ceph"
    /// What `FROM` names, instead of the flavor's system.
    package var baseImage: String?
    /// `name:tag` of an image, instead of what follows from the flavor.
    package var daemonTag: String?
    package var daemonBaseTag: String?
    /// Of the flavors that name none, as `uname -m` writes it.
    package var arch: String
    /// In the order in which they are built; nothing stands for those that the tree has a folder for.
    package var images: [String]?
    /// What variables are taken from that staging does not know.
    package var environment: [String: String]

    package init(arch: String = StagingOptions.hostArch, environment: [String: String] = [:]) {
        self.arch = arch
        self.environment = environment
    }

    /// The images, each of which must be one component of a path.
    func images(of tree: FlavorTree) throws(FlavorFailure) -> [String] {
        let images = images ?? tree.images()
        for image in images {
            let isName = image.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
            guard isName, let first = image.first, first != ".", first != "-" else { throw .badImage(image) }
        }
        return images
    }
}
