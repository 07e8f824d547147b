// SPDX-License-Identifier: Apache-2.0

package import Flavors

/// What an image is to be made from: an image, or the daemon image of a flavor.
package struct BaseSelection: Sendable {
    /// The flavor's daemon image when nil.
    package let image: String?
    /// Which builder compiles for it; when nil the one that fits the base.
    package let flavor: Flavor?
    package let source: FlavorSource

    /// One of `image` and `flavor` is there.
    package init(image: String?, flavor: Flavor?, source: FlavorSource) {
        self.image = image
        self.flavor = flavor
        self.source = source
    }
}

/// Where flavors come from, and how their images are called.
package struct FlavorSource: Sendable {
    package let tree: FlavorTree
    package let options: StagingOptions

    package init(tree: FlavorTree, options: StagingOptions) {
        self.tree = tree
        self.options = options
    }
}

extension BaseSelection: CustomStringConvertible {
    package var description: String { image ?? flavor.map { "the daemon image of \($0)" } ?? "nothing" }
}
