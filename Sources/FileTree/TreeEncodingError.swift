// SPDX-License-Identifier: Apache-2.0

/// Why bytes are no encoded change set.
package enum TreeEncodingError: Error, Equatable, CustomStringConvertible {
    /// They end early, go on after the end, or hold what cannot be.
    case damaged

    package var description: String { "the encoded file tree is damaged" }
}
