// SPDX-License-Identifier: Apache-2.0

internal import CZstd

/// A zstd frame (RFC 8878) of level 3, written piece by piece.
///
/// The frame is cut into jobs of a fixed size whatever the number of threads, so that they do not decide the bytes.
package final class ZstdEncoder {
    private static let level: Int32 = 3
    private static let jobByteCount: Int32 = 8 << 20

    private let context: OpaquePointer
    private let sink: (UnsafeRawBufferPointer) throws -> Void
    private var room = [UInt8](repeating: 0, count: 1 << 18)

    static var recipe: String { "zstd \(ZSTD_versionNumber()) level \(level) jobs \(jobByteCount)" }

    /// An encoder that works with `workers` threads, at least one, and gives the frame to `sink`.
    package init(workers: Int, sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws(ArchiveError) {
        guard let context = ZSTD_createCCtx() else { throw .compressionFailed(reason: "no memory for zstd") }
        self.context = context
        self.sink = sink
        try Self.check(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Self.level))
        try Self.check(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1))
        try Self.check(ZSTD_CCtx_setParameter(context, ZSTD_c_nbWorkers, Int32(max(1, min(workers, 64)))))
        try Self.check(ZSTD_CCtx_setParameter(context, ZSTD_c_jobSize, Self.jobByteCount))
    }

    deinit { ZSTD_freeCCtx(context) }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        try feed(bytes, ZSTD_e_continue)
    }

    /// Writes the end of the frame; nothing can be written after it.
    package func finish() throws {
        try feed(UnsafeRawBufferPointer(start: nil, count: 0), ZSTD_e_end)
    }

    private func feed(_ bytes: UnsafeRawBufferPointer, _ directive: ZSTD_EndDirective) throws {
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        var left = 1
        while directive == ZSTD_e_end ? left > 0 : input.pos < input.size {
            left = try room.withUnsafeMutableBytes { room in
                var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                let left = try Self.check(ZSTD_compressStream2(context, &output, &input, directive))
                if output.pos > 0 { try sink(UnsafeRawBufferPointer(rebasing: room[..<output.pos])) }
                return left
            }
        }
    }

    @discardableResult
    private static func check(_ code: Int) throws(ArchiveError) -> Int {
        guard ZSTD_isError(code) == 0 else {
            throw .compressionFailed(reason: "zstd: " + String(cString: ZSTD_getErrorName(code)))
        }
        return code
    }
}
