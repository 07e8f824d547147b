// SPDX-License-Identifier: Apache-2.0

internal import CCrypto

/// A SHA-256 computed over bytes that come piece by piece.
package struct DigestStream: ~Copyable {
    private let context: OpaquePointer

    /// A stream that has seen nothing.
    package init() {
        // Fails only when memory is exhausted, where Swift itself traps too.
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto gave no SHA-256 context")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Appends `bytes`, of any length.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        let status = EVP_DigestUpdate(context, start, bytes.count)
        precondition(status == 1, "libcrypto refused bytes to digest")
    }

    /// The digest of all the bytes.
    package consuming func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: 32)
        let status = EVP_DigestFinal_ex(context, &bytes, nil)
        precondition(status == 1, "libcrypto finished no digest")
        return Digest(bytes: bytes)
    }
}
