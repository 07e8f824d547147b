// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import SystemPackage

/// Reads regular files once each, for their size, digest and first bytes.
struct FileHasher {
    // One block for every file of a scan: clearing 1 MiB for each would cost more than most files.
    private var block = [UInt8](repeating: 0, count: 1 << 20)

    /// What the regular file at `path` holds.
    ///
    /// - Throws: ``ScanError`` naming the file; what `check` throws.
    mutating func hash(_ path: FilePath, check: () throws -> Void) throws -> FileEntry.Kind {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
            return try file.closeAfter { try hash(file, check: check) }
        } catch let error as Errno {
            throw ScanError.unreadable(path, error)
        }
    }

    private mutating func hash(_ file: FileDescriptor, check: () throws -> Void) throws -> FileEntry.Kind {
        var stream = DigestStream()
        var size: Int64 = 0
        var start: [UInt8] = []
        while true {
            try check()
            let count = try block.withUnsafeMutableBytes { try file.read(into: $0) }
            guard count > 0 else { break }
            // In place: a slice of the array would share it, and the next read would copy it.
            block.withUnsafeBytes { bytes in
                start.append(contentsOf: bytes.prefix(min(count, max(0, ELFMagic.bytes.count - start.count))))
                stream.update(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            }
            size += Int64(count)
        }
        return .file(size: size, digest: stream.finish(), isELF: start.elementsEqual(ELFMagic.bytes))
    }
}
