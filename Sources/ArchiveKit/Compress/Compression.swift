// SPDX-License-Identifier: Apache-2.0

/// How a layer's bytes are packed for the way to a registry.
package enum Compression: String, Sendable, CaseIterable {
    case zstd, gzip, none

    /// What decides the packed bytes beside those that are packed: the method, its level and its library's version.
    package var recipe: String {
        switch self {
        case .zstd: ZstdEncoder.recipe
        case .gzip: GzipEncoder.recipe
        case .none: "none"
        }
    }

    /// Packs the bytes that `produce` passes to its argument, piece by piece, into `sink`.
    ///
    /// - Parameters:
    ///   - workers: threads that may work on it where the method can use them; the bytes do not depend on their number.
    ///   - sink: takes the next packed bytes, which are valid during the call.
    ///   - produce: gives the bytes, in pieces of any length.
    /// - Throws: ``ArchiveError/compressionFailed(reason:)``, and what `produce` or `sink` throws.
    package func pack(
        workers: Int,
        into sink: @escaping (UnsafeRawBufferPointer) throws -> Void,
        _ produce: (_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        switch self {
        case .zstd:
            let encoder = try ZstdEncoder(workers: workers, sink: sink)
            try produce(encoder.write)
            try encoder.finish()
        case .gzip:
            let encoder = try GzipEncoder(sink: sink)
            try produce(encoder.write)
            try encoder.finish()
        case .none:
            try produce(sink)
        }
    }
}
