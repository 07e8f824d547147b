// SPDX-License-Identifier: Apache-2.0

import CephBuild
import Reporting
import Testing

struct NinjaProgressTests {
    @Test(arguments: [
        ("[12/351] Building CXX object src/mds/CMakeFiles/mds.dir/MDSRank.cc.o", 12, 351, "Building MDSRank.cc"),
        ("[1/1] Linking CXX executable bin/ceph-mds", 1, 1, "Linking CXX executable bin/ceph-mds"),
        ("[0/2] Re-checking globbed directories...", 0, 2, "Re-checking globbed directories..."),
        ("[3/9] ", 3, 9, ""),
        ("[7/9] Building C object x.c.o", 7, 9, "Building x.c"),
    ])
    func `the counter and the subject are read`(line: String, done: Int, total: Int, subject: String) {
        #expect(NinjaProgress.parse(line) == Progress(completed: done, total: total, subject: subject))
    }

    @Test(arguments: [
        "", "[", "[]", "[12]", "[12/]", "[/12]", "[a/b] x", "[1/2/3] x", " [1/2] x", "ninja: no work to do.",
        "FAILED: [code=1] x.o", "[1/2", "[100%] Built target x", "-- [1/2]", "[ 1/2] x",
    ])
    func `what is no counter is refused`(line: String) {
        #expect(NinjaProgress.parse(line) == nil)
    }
}
