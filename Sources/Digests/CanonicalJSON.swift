// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// The one encoder for JSON that is hashed or stored: equal values give equal bytes.
package enum CanonicalJSON {
    /// `value` as UTF-8 JSON with sorted keys, no white space and unescaped slashes.
    ///
    /// - Throws: `EncodingError` when the value cannot be written as JSON, for example a number that is not finite.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try [UInt8](encoder.encode(value))
    }
}
