// SPDX-License-Identifier: Apache-2.0

import Digests
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

/// What `docker load` is given, as Python's tarfile reads it.
@Suite(.tags(.medium)) struct DockerArchiveTests {
    private let scratch: ScratchDirectory
    private let image: Image
    private let store: ContentStore

    init() throws {
        scratch = try ScratchDirectory()
        (image, store) = try Assembly.image(in: scratch)
    }

    @Test func `all layers are named, and only the missing ones are inside`() async throws {
        let missing = Array(image.layers.dropFirst())
        try write(missing)
        let lines = try await python("print(t.getnames(), m[0]['Config'], m[0]['Layers'], m[0]['RepoTags'])")
        let all = ([Assembly.diffID] + image.layers.map(\.diffID)).map { "'\($0.hex).tar'" }.joined(separator: ", ")
        let configuration = "\(image.id.hex).json"
        #expect(
            lines == [
                "['\(configuration)', '\(missing[0].diffID.hex).tar', 'manifest.json'] \(configuration) [\(all)] ['x/y:z', 'x/y:moving']"
            ]
        )
    }

    @Test func `the configuration and the blobs have the digests that name them`() async throws {
        try write(image.layers)
        let lines = try await python(
            """
            import hashlib
            for n in t.getnames()[:-1]:
                print(hashlib.sha256(t.extractfile(n).read()).hexdigest() == n.split('.')[0])
            """
        )
        #expect(lines == ["True", "True", "True"])
    }

    private func write(_ layers: [Layer]) throws {
        let blobs = layers.map {
            LayerBlob(diffID: $0.diffID, byteCount: $0.byteCount, path: store.path(of: $0.diffID))
        }
        let path = scratch.path.appending("a.tar")
        let file = try FileDescriptor.open(path, .writeOnly, options: .create, permissions: .ownerReadWrite)
        try file.closeAfter {
            try DockerArchive(image: image, names: ["x/y:z", "x/y:moving"], blobs: blobs).write(to: file)
        }
    }

    private func python(_ script: String) async throws -> [String] {
        let start = "import tarfile, json\nt = tarfile.open('a.tar')\nm = json.load(t.extractfile('manifest.json'))\n"
        return try await scratch.run("python3", "-c", start + script)
    }
}
