// SPDX-License-Identifier: Apache-2.0

/// What is to be done to an image so that it links.
package struct FixPlan: Sendable {
    /// A finding that no edit answers.
    package struct Left: Sendable {
        package let finding: Finding
        /// What would, done elsewhere.
        package let advice: String?
    }

    package let edits: [TreeEdit]
    /// The bytes for ``TreeEdit/Change/loaderCache(path:)``.
    package let loaderCache: [UInt8]
    package let left: [Left]

    package init(edits: [TreeEdit] = [], loaderCache: [UInt8] = [], left: [Left] = []) {
        self.edits = edits
        self.loaderCache = loaderCache
        self.left = left
    }
}
