// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

@Suite(.tags(.medium)) struct LayerWriterTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func `folder, time, mode and order of the contents on disk do not show`() throws {
        let first = try write(from: "one")
        chmod(scratch.path.appending("one/rados").string, 0o600)
        try scratch.write("two/rados", "radosprogram")
        var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
        utimes(scratch.path.appending("one/rados").string, &times)
        #expect(try write(from: "one").diffID == first.diffID)
        #expect(try write(from: "two", store: "other").diffID == first.diffID)
    }

    @Test func `another time is another layer`() throws {
        #expect(try write(from: "one", epoch: 8).diffID != write(from: "one").diffID)
    }

    @Test func `tar lists numeric owners, modes, sizes, the one time, sorted`() async throws {
        let layer = try write(from: "one")
        let blob = ContentStore(at: scratch.path.appending("store")).path(of: layer.diffID).string
        let lines = try await scratch.run("env", "TZ=UTC", "tar", "--numeric-owner", "--full-time", "-tvf", blob)
        let words = lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            words == [
                "drwxr-xr-x 0/0 0 1970-01-01 00:00:07 usr/",
                "drwxrwxr-t 167/167 0 1970-01-01 00:00:07 usr/bin/",
                "lrwxrwxrwx 0/0 0 1970-01-01 00:00:07 usr/bin/alias -> rados",
                "-rwxr-xr-x 0/0 12 1970-01-01 00:00:07 usr/bin/rados",
            ]
        )
    }

    @Test func `the layer says what it holds`() throws {
        let layer = try write(from: "one")
        #expect(layer.fileCount == 2)
        #expect(layer.contents.entries.map(\.path.string) == ["usr", "usr/bin", "usr/bin/alias", "usr/bin/rados"])
    }

    @Test(arguments: ["short", "longer than it was when it was hashed"])
    func `a file that changed since it was hashed is an error that leaves nothing`(text: String) async throws {
        let group = try group(from: "one")
        try scratch.write("one/rados", text)
        let error = #expect(throws: (any Error).self) { try writer("store").write(group) }
        guard case .contentChanged = error as? ImageFailure else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try await scratch.run("find", "store", "-type", "f").isEmpty)
    }

    @Test func `a file of the same length and other bytes is an error too`() throws {
        let group = try group(from: "one")
        try scratch.write("one/rados", "radosprograM")
        #expect(throws: ImageFailure.self) { try writer("store").write(group) }
    }

    @Test func `a layer that was written before is found by its content and not written again`() throws {
        let first = try write(from: "one")
        // Were it read, it would be an error.
        let group = try group(from: "one")
        try scratch.write("one/rados", "gone")
        #expect(try writer("store").write(group) == first)
    }

    @Test func `tar unpacks hard links, capabilities, set-id bits and whiteouts as they were meant`() async throws {
        try scratch.write("one/rados", "radosprogram")
        let content = scratch.path.appending("one/rados")
        let capability: [UInt8] = [1, 0, 0, 2, 0, 32, 0, 0] + [UInt8](repeating: 0, count: 12)
        let items = try ["usr/bin/a", "usr/bin/b"].map { path in
            let plain = try Assembly.file(path, "radosprogram")
            let entry = FileEntry(
                path: plain.path,
                kind: plain.kind,
                mode: 0o4755,
                attributes: ["security.capability": capability]
            )
            return LayerItem(entry: entry, content: content, inode: 7)
        }
        let group = LayerGroup(
            name: "common",
            folders: [try Assembly.folder("usr"), try Assembly.folder("usr/bin")],
            items: items,
            whiteouts: [try TreePath(parsing: "usr/bin/old")]
        )
        let layer = try writer("store").write(group)
        let blob = ContentStore(at: scratch.path.appending("store")).path(of: layer.diffID).string
        try await scratch.run("mkdir", "out")
        try await scratch.run("tar", "--xattrs", "--xattrs-include=*", "-C", "out", "-xpf", blob)
        let lines = try await scratch.run("sh", "-c", "cd out/usr/bin && stat -c '%n %a %h %s' * .wh.* && getcap a b")
        #expect(
            lines == [
                "a 4755 2 12", "b 4755 2 12", ".wh.old 644 1 0", "a cap_net_raw=ep", "b cap_net_raw=ep",
            ]
        )
    }

    @Test func `whoever checks can end the writing`() throws {
        let group = try group(from: "one")
        #expect(throws: CancellationError.self) {
            try writer("store").write(group) { throw CancellationError() }
        }
    }

    private func writer(_ store: String, epoch: Int64 = 7) -> LayerWriter {
        LayerWriter(store: ContentStore(at: scratch.path.appending(store)), epoch: epoch)
    }

    private func write(from folder: String, store: String = "store", epoch: Int64 = 7) throws -> Layer {
        try writer(store, epoch: epoch).write(group(from: folder))
    }

    private func group(from folder: String) throws -> LayerGroup {
        if !scratch.exists("\(folder)/rados") { try scratch.write("\(folder)/rados", "radosprogram") }
        return LayerGroup(
            name: "common",
            folders: [try Assembly.folder("usr"), try Assembly.folder("usr/bin", mode: 0o1775, owner: 167)],
            items: [
                LayerItem(
                    entry: try Assembly.file("usr/bin/rados", "radosprogram", mode: 0o755),
                    content: scratch.path.appending("\(folder)/rados")
                ), Assembly.item(try Assembly.link("usr/bin/alias", "rados")),
            ]
        )
    }
}
