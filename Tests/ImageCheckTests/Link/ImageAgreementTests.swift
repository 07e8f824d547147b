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

/// The model beside the image's own loader, on every object of real Ceph as Debian packages it.
@Suite(.tags(.large), .serialized) struct ImageAgreementTests {
    private static let script = """
        while read -r object; do
            echo "@@ $object"
            \(LoaderAnswer.variables.map { "\($0)=\($1)" }.joined(separator: " ")) \
                \(LoaderAnswer.interpreter) "$object" 2>&1 </dev/null
        done
        """

    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func shell(_ script: String) async throws -> [String] {
        try await scratch.run("sh", "-c", script)
    }

    /// The image's files, unpacked.
    private func unpacked(_ release: String, _ suite: String) async throws -> FilePath {
        let maker = FilePath(#filePath).removingLastComponent().appending("../../../scripts/make-daemon").string
        _ = try await scratch.run(maker, release, suite)
        _ = try await shell(
            """
            set -e
            mkdir root
            container=$(docker create --network none \(Self.image(release, suite)))
            docker export "$container" | tar -x -C root --exclude 'dev/*'
            docker rm "$container" >/dev/null
            """
        )
        return scratch.path.appending("root")
    }

    private static func image(_ release: String, _ suite: String) -> String { "ceph/daemon:\(release)-debian-\(suite)" }

    /// What the loader of `image` says of each object.
    private func answers(
        _ objects: [TreePath],
        of image: String,
        resolve: (String) -> String?
    ) async throws -> [TreePath: LoaderAnswer] {
        try scratch.write("objects", objects.map { "\($0)\n" }.joined())
        try scratch.write("script", Self.script)
        let lines = try await shell(
            "docker run --rm --network none -i --entrypoint /bin/sh \(image) -c \"$(cat script)\" <objects"
        )
        var answers: [TreePath: LoaderAnswer] = [:]
        let heads = lines.indices.filter { lines[$0].hasPrefix("@@ ") }
        for (head, end) in zip(heads, heads.dropFirst() + [lines.endIndex]) {
            let path = try TreePath(parsing: String(lines[head].dropFirst(3)))
            answers[path] = LoaderAnswer(lines[(head + 1)..<end], resolve: resolve)
        }
        return answers
    }

    @Test(arguments: [("reef", "trixie"), ("pacific", "bookworm")])
    func `of a thousand objects the loader says what the model says, and its cache is what ldconfig made`(
        release: String,
        suite: String
    ) async throws {
        let root = try await unpacked(release, suite)
        let tree = FileTree(try DirectoryScanner.scan(root).entries)
        var places: [Digest: FilePath] = [:]
        for entry in tree.entries {
            if case .file(_, let digest, isELF: true) = entry.kind { places[digest] = entry.path.onDisk(under: root) }
        }
        let cache = try Data(contentsOf: URL(filePath: root.appending("etc/ld.so.cache").string))
        let pool = ObjectPool { [places] digest in try places[digest].flatMap(DynamicObject.read) }
        let model = LinkModel(tree: tree, pool: pool, loaderCache: Array(cache))
        let traced = try places.isEmpty ? [] : tree.entries.compactMap { try model.trace($0.path) }
        let resolve: (String) -> String? = { place in
            (try? TreePath(parsing: place)).flatMap(tree.resolve)?.description  // a loader's own words
        }
        let answers = try await answers(
            traced.map(\.path),
            of: Self.image(release, suite),
            resolve: resolve
        )
        #expect(traced.count > 1000)
        var undefined = 0
        for object in traced {
            let modelled = LoaderAnswer(object, resolve: resolve)
            #expect(modelled == answers[object.path], "\(object.path)")
            undefined += modelled.undefined.count
        }
        #expect(undefined > 7000)
        let writer = CacheWorld.writer(tree, below: root, CacheWorld.amd64)
        #expect(try writer.bytes(replacing: Array(cache)) == Array(cache))
    }
}
