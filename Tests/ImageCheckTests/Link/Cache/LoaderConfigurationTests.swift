// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Judged by ldconfig.
@Suite(.tags(.medium)) struct LoaderConfigurationTests {
    private let world: CacheWorld

    init() async throws {
        world = try await CacheWorld()
        try await world.shell(
            """
            mkdir -p root/opt/a root/opt/b root/opt/c root/opt/d root/usr/x.d root/usr/xd
            ln -s ../opt/a root/usr/linked
            ln -s /nowhere root/usr/dangling
            """
        )
        try world.configuration("/opt/c\n", named: "ld.so.conf.d/b.conf")
        try world.configuration("/opt/b\n", named: "ld.so.conf.d/a.conf")
        try world.configuration("/opt/d\n", named: "ld.so.conf.d/.hidden.conf")
        try world.configuration("/opt/d\n", named: "ld.so.conf.d/a.conf.old")
        try world.configuration("include loop.conf\n/opt/d\n", named: "again.conf")
    }

    @Test(arguments: [
        "", "/opt/a\n/opt/b\n", "/opt/b\n/opt/a", "  /opt/a/ \t\r\n\n# /opt/b\n/opt/c # why\n", "/opt//a///\n/opt/a\n",
        "/opt/a\n/usr/linked\n", "/usr/linked\n/opt/a\n", "/usr/dangling\n/not/there\n/opt/b\n",
        "/opt/a=libc6\n/opt/b = libc5\n", "include /etc/ld.so.conf.d/*.conf\n", "include ld.so.conf.d/*.conf\n/opt/a\n",
        "/opt/c\ninclude ld.so.conf.d/[ab].conf\n", "include  ld.so.conf.d/b.conf\tld.so.conf.d/a.conf\n",
        "include ld.so.conf.d/?.conf /etc/none*\n", "include /etc/ld*.d/a*\n", "include ./ld.so.conf.d/../again.conf\n",
        "/opt/../opt/a\n/usr/linked/../b\n/nowhere/../opt/c\n", "hwcap 1 nosegneg\nHWCAP 0 x\n/opt/a\n",
        "/\n//\n/lib\n", "/usr/lib\n/opt/a\n", "includes\ninclude\n/opt/a\n",
    ])
    func `folders are those that ldconfig looks into, in its order`(text: String) async throws {
        try world.configuration(text)
        #expect(try await world.folders() == world.expectedFolders())
    }

    @Test func `a file is no folder`() async throws {
        try await world.shell("touch root/opt/file")
        try world.configuration("/opt/file\n/opt/a\n")
        #expect(try world.folders().first == "/opt/a")
    }

    @Test func `files that include each other end`() throws {
        try world.configuration("include again.conf loop.conf\n")
        try world.configuration("include again.conf\n/opt/a\n", named: "loop.conf")
        #expect(try world.folders().prefix(2) == ["/opt/a", "/opt/d"])
    }

    @Test func `without a configuration there are the folders that every system has`() async throws {
        #expect(try await world.folders() == world.expectedFolders())
    }
}
