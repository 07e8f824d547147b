// SPDX-License-Identifier: Apache-2.0

import FileTree
import Testing

@testable import CephBuild

struct StagingRuleTests {
    @Test(arguments: [
        "usr/bin/ceph-osd", "usr/lib/x86_64-linux-gnu/librados.so.2", "etc/ceph/rbdmap", "usr/sbin/mount.ceph",
        "usr/lib/python3/dist-packages/ceph_argparse.py", "usr/share/ceph/mgr/status/module.py",
        "usr/share/manual", "usr/includes/x.h", "usr/lib/a.so.a.b", "usr/lib/ceph/cmake-like",
    ])
    func `what runs ships`(path: String) throws {
        #expect(try StagingRule(keepsHeaders: false).ships(TreePath(parsing: path)))
    }

    @Test(arguments: [
        "usr/share/man", "usr/share/man/man8/ceph.8", "usr/share/doc/ceph/README", "etc/init.d/ceph",
        "etc/logrotate.d/ceph", "etc/sysconfig/ceph", "usr/share/bash-completion/completions/ceph",
        "etc/bash_completion.d/ceph", "usr/lib/systemd/system/ceph.target", "usr/lib64/pkgconfig/x.pc",
        "usr/lib/cmake/x/x.cmake", "usr/lib/python3/dist-packages/__pycache__/x.cpython-313.pyc", "usr/lib/x.pyc",
        "usr/lib64/libx.a", "usr/lib64/libx.la", "usr/lib/python3/x.egg-link",
    ])
    func `what an image has no use for does not`(path: String) throws {
        #expect(try !StagingRule(keepsHeaders: true).ships(TreePath(parsing: path)))
    }

    @Test(arguments: ["usr/include", "usr/include/rados/librados.h"])
    func `headers ship when wanted`(path: String) throws {
        #expect(try StagingRule(keepsHeaders: true).ships(TreePath(parsing: path)))
        #expect(try !StagingRule(keepsHeaders: false).ships(TreePath(parsing: path)))
    }
}
