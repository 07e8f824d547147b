// SPDX-License-Identifier: Apache-2.0

/// The `%2F` notation of URLs, here also the way to make one file name of a path.
enum PercentCoding {
    /// The text that `encoded` stands for; nothing when it is malformed.
    static func decode(_ encoded: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = encoded.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// `path` as the name of one file.
    static func fileName(for path: String) -> String {
        path.replacing("%", with: "%25").replacing("/", with: "%2F")
    }
}
