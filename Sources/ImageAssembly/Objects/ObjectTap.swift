// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import FileTree
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// Fills an ``ObjectStore`` while an image is read. One object at a time lies in a scratch file, so that memory does not grow
/// with its size.
final class ObjectTap: FileTap {
    private let store: ObjectStore
    private let scratch: FilePath
    private var file: FileDescriptor?
    private var isObject = false

    init(_ store: ObjectStore) throws {
        self.store = store
        try FileManager.default.createDirectory(atPath: store.folder.string, withIntermediateDirectories: true)
        scratch = store.folder.appending(".dat.nosync-\(getpid())-\(UInt64.random(in: 0...UInt64.max))")
    }

    deinit {
        try? file?.close()  // scratch
        unlink(scratch.string)
    }

    func begin(_ path: TreePath, start: UnsafeRawBufferPointer) throws -> Bool {
        isObject = start.starts(with: ELFMagic.bytes)
        guard isObject || LoaderFiles.holds(path) else { return false }
        try file?.close()
        file = try FileDescriptor.open(
            scratch,
            .writeOnly,
            options: [.create, .truncate, .closeOnExec],
            permissions: .ownerReadWrite
        )
        return true
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws {
        _ = try file?.writeAll(bytes)
    }

    func finish(_ digest: Digest) throws {
        try file?.close()
        file = nil
        if isObject {
            try store.learn(digest, from: scratch)
        } else {
            try store.keep([UInt8](Data(contentsOf: URL(filePath: scratch.string))), as: digest)
        }
    }
}
