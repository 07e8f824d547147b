// SPDX-License-Identifier: Apache-2.0

/// Why a text is no digest.
package enum DigestError: Error, Equatable, CustomStringConvertible {
    /// Not `sha256:` and 64 lower-case hexadecimal digits.
    case malformed(String)

    package var description: String {
        switch self {
        case .malformed(let text): "'\(text)' is not a sha256 digest"
        }
    }
}
