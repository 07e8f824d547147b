// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CephBuild

struct PackagingFlagsTests {
    private static let rules = """
        #!/usr/bin/make -f
        export DESTDIR=$(CURDIR)/debian/tmp
        ifeq (yes,$(shell test -L /usr/lib/ccache/cc && echo -n yes))
          extraopts += -DWITH_CCACHE=ON
        endif
        export DEB_CXXFLAGS_MAINT_APPEND += -DFMT_DEPRECATED_OSTREAM -fpermissive
        extraopts += -DWITH_JAEGER=OFF
        # extraopts += -DWITH_COMMENT=ON
        extraopts += -DWITH_OCF=ON -DWITH_NSS=ON
        extraopts += -DWITH_TESTS=ON
        extraopts += -DCMAKE_INSTALL_LIBDIR=/usr/lib/$(DEB_HOST_MULTIARCH)
        ifneq (,$(filter $(DEB_HOST_ARCH), armel))
        ifdef X
            extraopts += -DDISABLE_DENCODER=1
        endif
        else
            extraopts += -DWITH_BOTH=1
        endif
        extraopts += -GNinja -DWITH_LAST=ON
        %:
        \tdh $@ --builddirectory=obj -DNOT_A_FLAG=1
        """

    private let flags = [
        "-DWITH_JAEGER=OFF", "-DWITH_OCF=ON", "-DWITH_NSS=ON", "-DWITH_TESTS=ON", "-DWITH_LAST=ON",
    ]

    @Test func `only words outside of conditionals and without variables are taken`() {
        #expect(PackagingFlags.unconditional(in: Self.rules) == flags)
    }

    @Test(arguments: ["", "\n\n", "extraopts", "endif", "# extraopts += -DX=1", "extraopts += -DX"])
    func `a makefile without such words gives none`(makefile: String) {
        #expect(PackagingFlags.unconditional(in: makefile).isEmpty)
    }

    @Test func `on Debian the packaging's flags come before ours`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("debian/rules", Self.rules)
        let expected = flags.filter { $0 != "-DWITH_TESTS=ON" } + ["-DWITH_TESTS=OFF"]
        #expect(PackagingFlags.defaults(for: Samples.base(), source: scratch.path) == expected)
    }

    @Test func `elsewhere, and without packaging, there are only ours`() throws {
        let scratch = try ScratchDirectory()
        #expect(PackagingFlags.defaults(for: Samples.base(), source: scratch.path) == ["-DWITH_TESTS=OFF"])
        try scratch.write("debian/rules", Self.rules)
        let centos = Samples.base(distribution: "centos")
        #expect(PackagingFlags.defaults(for: centos, source: scratch.path) == ["-DWITH_TESTS=OFF"])
    }
}
