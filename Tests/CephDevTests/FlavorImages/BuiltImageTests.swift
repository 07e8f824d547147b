// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDev

struct BuiltImageTests {
    @Test func `what cleaning saved is read from the build's output`() {
        let line = "cephdev: size before cleaning 1048576 kB, after 640000 kB"
        let cleaning = BuiltImage.Cleaning(line: line)
        #expect(cleaning?.before == 1 << 30 && cleaning?.after == 640_000 << 10)
        #expect(BuiltImage.Cleaning(line: "\u{1B}[91m" + line) != nil)
    }

    @Test(arguments: [
        "", "Step 3/5 : RUN echo \"cephdev: size before cleaning $before kB, after $(du) kB\"",
        "cephdev: size before cleaning 12 kB", "cephdev: size before cleaning 12 MB, after 3 MB",
    ])
    func `other lines say nothing of it`(line: String) {
        #expect(BuiltImage.Cleaning(line: line) == nil)
    }
}
