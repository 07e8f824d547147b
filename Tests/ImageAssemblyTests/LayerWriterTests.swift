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
