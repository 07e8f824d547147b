// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// What a layer is wanted to do to the image below it.
package struct LayerRequest: Sendable {
    /// What the layer is called in the image's history.
    package let name: String
    package let items: [LayerItem]
    /// Files that are to be gone; those that are not there are no matter.
    package let removed: [TreePath]

    package init(name: String, items: [LayerItem], removed: [TreePath] = []) {
        self.name = name
        self.items = items
        self.removed = removed
    }
}
