// SPDX-License-Identifier: Apache-2.0

package import Digests
package import OCIKit

/// An image that was read from wherever it is.
package struct OpenedImage: Sendable {
    package let image: BaseImage
    /// Its layers as they lie in a registry or a layout; nil where they are kept unpacked.
    package let manifest: ImageManifest?
    /// What names the image in a registry.
    package let manifestDigest: Digest?

    init(_ image: BaseImage, manifest: ImageManifest? = nil, manifestDigest: Digest? = nil) {
        self.image = image
        self.manifest = manifest
        self.manifestDigest = manifestDigest
    }
}
