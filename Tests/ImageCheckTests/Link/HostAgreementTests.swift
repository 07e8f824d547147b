// SPDX-License-Identifier: Apache-2.0

import Digests
import ELFKit
import FileTree
import FoundationEssentials
import ImageCheck
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// The model beside the loader of this host, on the host's own objects.
@Suite(.tags(.medium)) struct HostAgreementTests {
    private static let libraries = "/usr/lib/x86_64-linux-gnu"
    private static let folders = ["/usr/bin", "/usr/sbin", "/lib64", "/usr/lib64", "/usr/lib", "/"]

    /// The host as a tree: names and links of the folders where its loader looks, with a digest of the path for that of the
    /// content, which nobody reads.
    private static func host() throws -> (tree: FileTree, places: [Digest: FilePath]) {
        var entries: [FileEntry] = []
        var places: [Digest: FilePath] = [:]
        let below = try FileManager.default.subpathsOfDirectory(atPath: libraries).map { "\(libraries)/\($0)" }
        let names = folders.flatMap { folder in
            // Not every host has all of them.
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
        }
        for text in below + names {
            let path = FilePath(text)
            let place = try TreePath(parsing: text)
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: text) {  // no link
                entries.append(FileEntry(path: place, kind: .symlink(target: target), mode: 0o777))
            } else if let start = try? start(of: path) {  // a folder, or one that may not be read
                let digest = Digest.of(text.utf8)
                let isELF = start.elementsEqual(ELFMagic.bytes)
                entries.append(FileEntry(path: place, kind: .file(size: 0, digest: digest, isELF: isELF), mode: 0o755))
                places[digest] = path
            } else {
                entries.append(FileEntry(path: place, kind: .directory, mode: 0o755))
            }
        }
        return (FileTree(entries), places)
    }

    private static func start(of path: FilePath) throws -> [UInt8] {
        let file = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
        return try file.closeAfter {
            var bytes = [UInt8](repeating: 0, count: 4)
            let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0) }
            return Array(bytes.prefix(count))
        }
    }

    @Test func `the model finds the same libraries, and misses the same symbols, as the loader does`() async throws {
        let (tree, places) = try Self.host()
        let cache = try Data(contentsOf: URL(filePath: "/etc/ld.so.cache"))
        let pool = ObjectPool { digest in try places[digest].flatMap(DynamicObject.read) }
        let model = LinkModel(tree: tree, pool: pool, loaderCache: Array(cache))
        let objects = tree.entries.filter { entry in
            guard case .file(_, _, isELF: true) = entry.kind else { return false }
            return true
        }
        // One of so many, of programs and of libraries.
        let chosen = objects.enumerated().filter { $0.offset % max(1, objects.count / 120) == 0 }.map(\.element.path)
        var compared = 0
        for path in chosen {
            guard let modelled = try model.trace(path) else { continue }
            let command = Command(
                LoaderAnswer.interpreter,
                [path.description],
                environment: LoaderAnswer.variables
            )
            let said = try await ProcessRunner.run(command)
            let expected = LoaderAnswer(said.output + said.errors, resolve: LoaderAnswer.realPath)
            #expect(LoaderAnswer(modelled, resolve: LoaderAnswer.realPath) == expected, "\(path)")
            compared += 1
        }
        #expect(compared > 80)
    }
}
