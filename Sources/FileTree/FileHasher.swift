// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import SystemPackage

/// Reads a regular file once, for its size, digest and first bytes.
enum FileHasher {
    private static let blockByteCount = 1 << 20

    static func hash(_ path: FilePath, check: () throws -> Void) throws -> FileEntry.Kind {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
            return try file.closeAfter { try hash(file, check: check) }
        } catch let error as Errno {
            throw ScanError.unreadable(path, error)
        }
    }

    private static func hash(_ file: FileDescriptor, check: () throws -> Void) throws -> FileEntry.Kind {
        var stream = DigestStream()
        var size: Int64 = 0
        var start: [UInt8] = []
        var block = [UInt8](repeating: 0, count: blockByteCount)
        while true {
            try check()
            let count = try block.withUnsafeMutableBytes { try file.read(into: $0) }
            guard count > 0 else { break }
            start.append(contentsOf: block.prefix(min(count, max(0, 4 - start.count))))
            block.withUnsafeBytes { stream.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            size += Int64(count)
        }
        return .file(size: size, digest: stream.finish(), isELF: start.elementsEqual(ELFMagic.bytes))
    }
}
