// SPDX-License-Identifier: Apache-2.0

/// What one layer of an image holds: a change set against the layers below it.
///
/// Spec: https://github.com/opencontainers/image-spec/blob/main/layer.md
package struct LayerContents: Sendable, Hashable {
    /// What the layer adds or replaces, sorted and unique.
    package let entries: [FileEntry]
    /// Paths of lower layers that it removes, with all below them (`.wh.<name>`); sorted.
    package let whiteouts: [TreePath]
    /// Directories whose contents in lower layers it hides (`.wh..wh..opq`); sorted.
    package let opaqueDirectories: [TreePath]

    /// A change set; of several entries with one path the last counts.
    package init(entries: [FileEntry], whiteouts: [TreePath] = [], opaqueDirectories: [TreePath] = []) {
        self.entries = FileTree(entries).entries
        self.whiteouts = Set(whiteouts).sorted()
        self.opaqueDirectories = Set(opaqueDirectories).sorted()
    }

    /// A change set whose parts are sorted and unique already.
    init(sorted entries: [FileEntry], whiteouts: [TreePath], opaqueDirectories: [TreePath]) {
        self.entries = entries
        self.whiteouts = whiteouts
        self.opaqueDirectories = opaqueDirectories
    }
}
