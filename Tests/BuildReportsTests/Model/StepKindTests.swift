// SPDX-License-Identifier: Apache-2.0

import BuildReports
import Testing

struct StepKindTests {
    @Test(arguments: [
        ("src/mds/CMakeFiles/mds.dir/MDSRank.cc.o", StepKind.compile),
        ("src/CMakeFiles/common-objs.dir/cmake_pch.hxx.gch", .compile),
        ("lib/libmds.a", .link), ("lib/libceph-common.so.2", .link), ("lib/libcls_rbd.so.1.0.0", .link),
        ("bin/ceph-mds", .link), ("lib/cython_modules/lib.3/rados.cpython-313-x86_64-linux-gnu.so", .link),
        ("src/common/options/global_options.cc", .generate), ("doc/librados-config.8", .generate),
        ("src/boost/src/Boost-stamp/Boost-build", .generate), ("src/CMakeFiles/mgr-dashboard", .generate),
        ("include/acconfig.h", .generate), ("lib/libx.sonnet", .generate), ("", .link),
    ])
    func `a step is what the name of its product says`(target: String, kind: StepKind) {
        #expect(StepKind(making: target) == kind)
    }
}
