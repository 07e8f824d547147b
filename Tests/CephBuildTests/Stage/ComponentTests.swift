// SPDX-License-Identifier: Apache-2.0

import CephBuild
import FileTree
import Testing

struct ComponentTests {
    @Test(arguments: [
        ("usr/bin/ceph-mon", Component.mon), ("usr/bin/ceph-monstore-tool", .mon), ("usr/bin/ceph-osd", .osd),
        ("usr/bin/ceph-osdomap-tool", .osd), ("usr/bin/ceph-objectstore-tool", .osd),
        ("usr/bin/ceph-bluestore-tool", .osd), ("usr/bin/ceph-mds", .mds), ("usr/bin/ceph-mgr", .mgr),
        ("usr/share/ceph/mgr/dashboard/module.py", .mgr), ("usr/bin/ceph-fuse", .cephfs),
        ("usr/bin/cephfs-data-scan", .cephfs), ("usr/lib/x86_64-linux-gnu/libcephfs.so.2.0.0", .cephfs),
        ("usr/bin/radosgw", .rgw), ("usr/bin/radosgw-admin", .rgw), ("usr/lib64/librgw.so.2", .rgw),
        ("usr/bin/rgw-orphan-list", .rgw), ("usr/bin/rbd", .rbd), ("usr/bin/rbd-mirror", .rbd),
        ("usr/lib64/librbd.so.1", .rbd), ("usr/bin/ceph-rbdnamer", .rbd), ("usr/bin/rados", .common),
        ("usr/lib/x86_64-linux-gnu/ceph/libceph-common.so.2", .common), ("usr/lib64/librados.so.2", .common),
        ("usr/lib64/libradosstriper.so.1", .common), ("usr/lib64/libcephsqlite.so", .common),
        ("usr/bin/ceph-conf", .common), ("usr/bin/ceph-authtool", .common),
        ("usr/lib/x86_64-linux-gnu/rados-classes/libcls_rbd.so.1.0.0", .plugins),
        ("usr/lib64/ceph/erasure-code/libec_jerasure.so", .plugins),
        ("usr/lib64/ceph/compressor/libceph_snappy.so", .plugins),
        ("usr/lib64/ceph/crypto/libceph_crypto_isal.so", .plugins),
        ("usr/lib64/ceph/librbd/libceph_librbd_pwl_cache.so", .plugins),
        ("usr/lib64/ceph/denc/denc-mod-rbd.so", .plugins),
        ("usr/lib/python3/dist-packages/rados.cpython-313-x86_64-linux-gnu.so", .python),
        ("usr/lib/python3.9/site-packages/ceph_argparse.py", .python), ("usr/bin/ceph", .tools),
        ("usr/bin/crushtool", .tools), ("usr/sbin/cephadm", .tools), ("usr/bin/ceph-dencoder", .tools),
    ])
    func `a file belongs to the part that developers change with it`(path: String, component: Component) throws {
        #expect(try Component(of: TreePath(parsing: path)) == component)
    }

    @Test func `what changes rarely lies deepest`() {
        #expect([Component.mds, .tools, .common, .plugins].sorted() == [.tools, .plugins, .common, .mds])
    }
}
