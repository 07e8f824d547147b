// SPDX-License-Identifier: Apache-2.0

/// A file as a commit or a checkout has it.
package struct TreeFile: Sendable, Equatable {
    /// The digits of the blob's name.
    package let blob: String
    package let kind: Kind

    package enum Kind: Sendable, Equatable {
        case file(isExecutable: Bool)
        case link(target: String)
    }

    package init(blob: String, kind: Kind) {
        self.blob = blob
        self.kind = kind
    }
}
