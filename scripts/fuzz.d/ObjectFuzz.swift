// SPDX-License-Identifier: Apache-2.0

import Digests
import ELFKit
import FileTree
import Glibc
import ImageCheck
import SystemPackage

/// What is done with an object that nobody vouches for, from its bytes to the verdict on a process that loads it. Whatever it
/// holds, nothing may trap, hang or grow.
enum ObjectFuzz {
    private static let scratch = FilePath("/dev/shm/object-fuzz-\(getpid())")
    private static let edited = FilePath("/dev/shm/object-fuzz-\(getpid())-edited")

    static func run(_ bytes: UnsafeRawBufferPointer) throws {
        _ = try? DynamicObject(decoding: bytes)  // what is no kept object is an error
        try link(DynamicObject(format: format), cache: Array(bytes))
        let file = try FileDescriptor.open(
            scratch,
            .writeOnly,
            options: [.create, .truncate],
            permissions: .ownerReadWrite
        )
        try file.closeAfter { _ = try file.writeAll(bytes) }
        _ = try? ELFSummary.read(scratch)  // what is no object, or a damaged one, is an error
        guard let object = try? DynamicObject.read(scratch) else { return }  // the same
        try expectKept(object)
        try link(object, cache: [])
        for runpath in ["", "/x"] {
            guard (try? RunpathEditor.rewrite(scratch, to: edited, runpath: runpath)) != nil else { continue }  // refused
            let copy = try FileDescriptor.open(edited, .readOnly)
            try copy.closeAfter {
                expect(try copy.seek(offset: 0, from: .end) == Int64(bytes.count), "an edit changes the size")
            }
        }
    }

    private static let format = DynamicObject.Format(machine: 62, isWide: true, isBigEndian: false)

    private static func expectKept(_ object: DynamicObject) throws {
        let kept = object.encoded
        let again = try kept.withUnsafeBytes { try DynamicObject(decoding: $0) }
        expect(again.encoded == kept, "what is kept is not what was read")
    }

    /// Judges `object` as a library of a program that wants all that it has, as a program, and as its own libraries.
    private static func link(_ object: DynamicObject, cache: [UInt8]) throws {
        var program = object
        program.needed = ["libfuzz.so"]
        program.soname = nil
        program.isExecutable = true
        program.symbols.references += program.symbols.definitions
        let (library, user) = (Digest.of("library".utf8), Digest.of("program".utf8))
        var entries = [try entry("bin/program", user), try entry("lib/libfuzz.so", library)]
        for name in object.needed.prefix(64) {
            if let path = try? TreePath(parsing: "lib/\(name)") {  // no file has this name
                entries.append(FileEntry(path: path, kind: kind(library), mode: 0o755))
            }
        }
        let objects = [library: object, user: program]
        let tree = FileTree(entries)
        let model = LinkModel(tree: tree, pool: ObjectPool { objects[$0] }, loaderCache: cache)
        for entry in tree.entries { _ = try model.trace(entry.path) }
        let writer = LoaderCacheWriter(tree: tree, format: object.format, objects: { objects[$0] }, files: { _ in nil })
        _ = try writer.bytes(replacing: cache)
    }

    private static func entry(_ path: String, _ digest: Digest) throws -> FileEntry {
        try FileEntry(path: TreePath(parsing: path), kind: kind(digest), mode: 0o755)
    }

    private static func kind(_ digest: Digest) -> FileEntry.Kind { .file(size: 1, digest: digest, isELF: true) }

    private static func expect(_ isRight: Bool, _ what: String) {
        if !isRight { fatalError(what) }
    }
}

/// libFuzzer's entry.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try ObjectFuzz.run(UnsafeRawBufferPointer(start: start, count: count))
    } catch {
        fatalError("\(error)")
    }
    return 0
}
