// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import FoundationEssentials
import ImageAssembly
import OCIKit
import TestSupport
import Testing

struct ImageAssemblerTests {
    private let image: Image
    private let document: JSONValue

    init() throws {
        (image, _) = try Assembly.image(in: ScratchDirectory())
        document = try JSONDecoder().decode(JSONValue.self, from: Data(image.configuration))
    }

    @Test(arguments: ["Entrypoint", "Env", "Volumes", "Cmd", "Healthcheck"])
    func `what the base runs stays`(member: String) throws {
        let base = try JSONDecoder().decode(JSONValue.self, from: Data(Assembly.configuration.utf8))
        #expect(try #require(base["config"]?[member]) == document["config"]?[member])
    }

    @Test func `the layers come after the base's`() {
        let expected = ([Assembly.diffID] + image.layers.map(\.diffID)).map { JSONValue.string($0.description) }
        #expect(document["rootfs"]?["diff_ids"] == .array(expected))
    }

    @Test func `the history names every layer and the one time`() {
        let entries = document["history"]?.array ?? []
        #expect(entries.map { $0["created_by"]?.string } == ["base", "cephdev: plugins", "cephdev: mds"])
        #expect(entries.last?["created"]?.string == "2023-11-14T22:13:20Z")
        #expect(document["created"]?.string == "2023-11-14T22:13:20Z")
    }

    @Test func `labels are set over the base's`() throws {
        let labels = try ImageConfiguration(json: image.configuration).labels
        #expect(labels == ["base": "kept", "both": "new", "added": "yes"])
    }

    @Test func `the id is the digest of the configuration`() {
        #expect(image.id == Digest.of(image.configuration))
    }

    @Test func `the same input is the same image`() throws {
        #expect(try Assembly.image(in: ScratchDirectory()).0.id == image.id)
    }

    @Test func `the tree and the changed paths hold what the layers bring`() throws {
        #expect(image.tree.entries.map(\.path.string) == ["usr", "usr/mds", "usr/plugins"])
        #expect(image.changedPaths.map(\.string).sorted() == ["usr/mds", "usr/plugins"])
    }
}
