// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree

/// Reads the bytes of one member once: digest, size, first bytes, and all of them for whoever wants them.
struct MemberContents: ~Copyable {
    private let path: TreePath
    private let tap: (any FileTap)?
    private var isWanted = false
    private var start: [UInt8] = []
    private var byteCount: Int64 = 0

    init(at path: TreePath, tap: (any FileTap)?) {
        self.path = path
        self.tap = tap
    }

    /// What `member` names.
    mutating func read(
        _ member: ArchiveMember,
        from reader: ArchiveReader,
        budget: inout ArchiveBudget,
        check: () throws -> Void
    ) throws -> FileEntry.Kind {
        switch member.kind {
        case .directory: return .directory
        case .special: return .special
        case .symlink: return .symlink(target: member.linkTarget)
        case .file: break
        }
        var stream = DigestStream()
        while let (offset, bytes) = try reader.nextBlock() {
            try check()
            try budget.spend(hole: max(0, offset - byteCount), of: member)
            try addHole(to: offset, &stream, check)
            try add(bytes, &stream)
        }
        try budget.spend(hole: max(0, member.byteCount - byteCount), of: member)
        try addHole(to: member.byteCount, &stream, check)
        let digest = stream.finish()
        if isWanted { try tap?.finish(digest) }
        return .file(size: byteCount, digest: digest, isELF: start.elementsEqual(ELFMagic.bytes))
    }

    private mutating func addHole(
        to end: Int64,
        _ stream: inout DigestStream,
        _ check: () throws -> Void
    ) throws {
        guard end > byteCount else { return }
        let zeros = [UInt8](repeating: 0, count: Int(min(1 << 20, end - byteCount)))
        while byteCount < end {
            try check()
            let count = Int(min(Int64(zeros.count), end - byteCount))
            try zeros.withUnsafeBytes { try add(UnsafeRawBufferPointer(rebasing: $0[..<count]), &stream) }
        }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer, _ stream: inout DigestStream) throws {
        if start.count < ELFMagic.bytes.count {
            start.append(contentsOf: bytes.prefix(ELFMagic.bytes.count - start.count))
        }
        if byteCount == 0, !bytes.isEmpty { isWanted = try tap?.begin(path, start: bytes) ?? false }
        if isWanted { try tap?.take(bytes) }
        stream.update(bytes)
        byteCount += Int64(bytes.count)
    }
}
