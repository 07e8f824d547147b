// SPDX-License-Identifier: Apache-2.0

internal import FileTree

extension FlavorTree {
    /// The files of the tree that are named like variables, whatever flavor and image they are for.
    var variableFiles: [String: [TreePath]] {
        Dictionary(grouping: listing.files.filter { VariableToken.isFileName($0.name) }, by: \.name)
    }
}
