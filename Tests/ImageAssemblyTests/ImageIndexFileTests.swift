// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

struct ImageIndexFileTests {
    private let scratch: ScratchDirectory
    private let file: ImageIndexFile

    init() throws {
        scratch = try ScratchDirectory()
        file = ImageIndexFile(at: scratch.path.appending("images/x.index"))
    }

    private func contents() throws -> ImageIndexFile.Contents {
        let layer = BaseImage.StoredLayer(
            diffID: Assembly.diffID,
            byteCount: 5 << 30,
            contents: LayerContents(
                entries: [try Assembly.folder("usr", owner: 64045), try Assembly.link("usr/l", "é")],
                whiteouts: [try TreePath(parsing: "gone")]
            )
        )
        return ImageIndexFile.Contents(configuration: Array(Assembly.configuration.utf8), layers: [layer, layer])
    }

    @Test func `what was kept comes back`() throws {
        try file.write(contents())
        #expect(try file.read() == contents())
    }

    @Test func `a file that is missing, cut or changed in one bit counts as none`() throws {
        #expect(file.read() == nil)
        try file.write(contents())
        let path = scratch.path.appending("images/x.index").string
        let whole = try [UInt8](Data(contentsOf: URL(filePath: path)))
        for count in [0, 5, 40, whole.count - 1] {
            try scratch.write("images/x.index", Array(whole.prefix(count)))
            #expect(file.read() == nil)
        }
        for position in stride(from: 0, to: whole.count, by: 7) {
            var changed = whole
            changed[position] ^= 1
            try scratch.write("images/x.index", changed)
            #expect(file.read() == nil, "\(position)")
        }
    }
}
