// SPDX-License-Identifier: Apache-2.0

import FileTree
import Testing

@testable import ImageCheck

struct LibraryNameTests {
    @Test(arguments: [
        ("lib/libx.so", true), ("libx.so.1", true), ("a/libx.so.1.20.3", true),
        ("rados.cpython-313-x86_64-linux-gnu.so", true),
        ("lib/.so", false), ("lib/.so.1", false), ("libx.so1", false), ("libx.so.", false), ("libx.so.1a", false),
        ("libx.so.1.", false), ("x.12", false), ("12", false), ("", false), ("libx.so.conf", false),
    ])
    func `a library has so at the end of its name, or numbers behind it`(name: String, isLibrary: Bool) throws {
        #expect(try TreePath(parsing: name).isLibrary == isLibrary)
    }
}
