// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

struct SourceManifestTests {
    @Test func `a manifest is read as it was written`() {
        let manifest = SourceManifest(marks: ["a": "f 1 2.3 644", "d": "d 0 0 755", "d/a b": "l 4 5.6 777"])
        #expect(SourceManifest(parsing: manifest.text.utf8) == manifest)
        #expect(SourceManifest(parsing: manifest.text.utf8)?.id == manifest.id)
    }

    @Test(arguments: [
        "", "end\0", "cephdev source 1\0", "cephdev source 1\0f 1 2.3 644 a\0", "cephdev source 2\0end\0",
        "f 1 2.3 644 a\0end\0",
    ])
    func `one that is cut off, or of another kind, is none`(text: String) {
        #expect(SourceManifest(parsing: text.utf8) == nil)
    }

    @Test func `notes count as far as they are whole`() {
        var manifest = SourceManifest(marks: ["a": "- - - -", "b": "- - - -"])
        manifest.add(Array("f 1 2.3 644 a\0f 7 8.9 6".utf8))
        #expect(manifest.marks == ["a": "f 1 2.3 644", "b": "- - - -"])
    }

    @Test func `folders, files and links are listed, and the build tree's place is not`() throws {
        let scratch = try ScratchDirectory()
        for name in ["top", "src/mds/a.cc", "build/ninja", "src/build/b"] { try scratch.write(name, name) }
        let manifest = try SourceManifest(of: scratch.path) {}
        #expect(manifest.marks.keys.sorted() == ["src", "src/build", "src/build/b", "src/mds", "src/mds/a.cc", "top"])
        #expect(manifest.marks["src"] == "d 0 0 755" && manifest.marks["top"]?.hasPrefix("f 3 ") == true)
    }
}
