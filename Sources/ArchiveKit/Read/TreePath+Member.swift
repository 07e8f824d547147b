// SPDX-License-Identifier: Apache-2.0

internal import FileTree

extension TreePath {
    /// The path that the name of a member means; absolute names are taken from the root, as Docker does.
    init(member name: String) throws(ArchiveError) {
        do {
            try self.init(parsing: name)
        } catch {
            throw .unusableName(error)
        }
    }
}
