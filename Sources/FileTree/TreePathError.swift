// SPDX-License-Identifier: Apache-2.0

/// Why a text is no path inside a root. Every case carries the text.
package enum TreePathError: Error, Equatable, CustomStringConvertible {
    /// A component is `..`.
    case leavesRoot(String)
    /// It holds a NUL byte.
    case containsNUL(String)
    /// A component has more than 255 bytes.
    case componentTooLong(String)
    /// It has more than 4096 bytes.
    case tooLong(String)
    /// Not one component: empty, `.`, or with a slash in it.
    case notOneComponent(String)

    package var description: String {
        switch self {
        case .leavesRoot(let text): "path '\(text)' has a '..' component"
        case .containsNUL(let text): "path '\(text.prefix { $0 != "\0" })' has a NUL byte after these characters"
        case .componentTooLong(let text): "path '\(text.prefix(80))…' has a component of more than 255 bytes"
        case .tooLong(let text): "path '\(text.prefix(80))…' has more than 4096 bytes"
        case .notOneComponent(let text): "'\(text)' is not one path component"
        }
    }
}
