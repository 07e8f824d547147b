// SPDX-License-Identifier: Apache-2.0

import Digests
import ELFKit
import FileTree
import FoundationEssentials
import ImageCheck
import ProcessKit
import SystemPackage
import TestSupport

/// A small root with libraries and a configuration, and what this host's `ldconfig` makes of it.
struct CacheWorld {
    static let amd64 = DynamicObject.Format(machine: 62, isWide: true, isBigEndian: false)
    private static let ldconfig = "/sbin/ldconfig"

    let scratch: ScratchDirectory

    init() async throws {
        scratch = try ScratchDirectory()
        try await shell("mkdir -p root/etc/ld.so.conf.d root/lib root/usr/lib root/usr/lib/x86_64-linux-gnu root/tmp")
    }

    func shell(_ script: String) async throws {
        try await scratch.run("sh", "-ec", script)
    }

    func configuration(_ text: String, named name: String = "ld.so.conf") throws {
        try scratch.write("root/etc/\(name)", text)
    }

    /// A library at `path` of the root.
    func library(_ path: String, soname: String? = nil, _ options: String...) async throws {
        try scratch.write("source.c", "int f(void) { return 1; }\n")
        let name = soname.map { ["-Wl,-soname,\($0)"] } ?? []
        let words = ["gcc", "-nostdlib", "-shared", "-fPIC", "source.c"] + name + options
        let folder = FilePath("root/\(path)").removingLastComponent().string
        try await shell("mkdir -p '\(folder)'; \(words.joined(separator: " ")) -o 'root/\(path)'")
    }

    var root: FilePath { scratch.path.appending("root") }

    // MARK: The host's

    /// The cache that it writes; it leaves links alone.
    func expectedCache() async throws -> [UInt8] {
        try await shell("\(Self.ldconfig) -r root -X -C /tmp/cache 2>errors")
        let bytes = try scratch.bytes("root/tmp/cache")
        try await shell("rm root/tmp/cache")
        return bytes
    }

    /// The folders that it looks into.
    func expectedFolders() async throws -> [String] {
        let lines = try await scratch.run("sh", "-ec", "\(Self.ldconfig) -r root -v -N -X 2>errors")
        return lines.compactMap { line in
            guard !line.hasPrefix("\t"), let end = line.firstRange(of: ": (") else { return nil }
            return String(line[..<end.lowerBound])
        }
    }

    // MARK: Ours

    func tree() throws -> FileTree { FileTree(try DirectoryScanner.scan(root).entries) }

    private static func places(in tree: FileTree, below root: FilePath) -> [Digest: FilePath] {
        tree.entries.reduce(into: [:]) { places, entry in
            if case .file(_, let digest, _) = entry.kind { places[digest] = entry.path.onDisk(under: root) }
        }
    }

    static func writer(_ tree: FileTree, below root: FilePath, _ format: DynamicObject.Format) -> LoaderCacheWriter {
        let places = places(in: tree, below: root)
        return LoaderCacheWriter(
            tree: tree,
            format: format,
            objects: { digest in try places[digest].flatMap(DynamicObject.read) },
            files: { digest in try places[digest].map { try Array(Data(contentsOf: URL(filePath: $0.string))) } }
        )
    }

    func cache(replacing present: [UInt8]) throws -> [UInt8] {
        try Self.writer(tree(), below: root, Self.amd64).bytes(replacing: present)
    }

    func folders() throws -> [String] {
        let tree = try tree()
        let places = Self.places(in: tree, below: root)
        return try LoaderConfiguration(tree: tree, format: Self.amd64) { digest in
            try places[digest].map { try Array(Data(contentsOf: URL(filePath: $0.string))) }
        }.folders.map(\.name)
    }
}
