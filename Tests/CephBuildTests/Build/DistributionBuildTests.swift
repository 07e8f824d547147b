// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CephBuild

struct DistributionBuildTests {
    private static let rules = """
        #!/usr/bin/make -f
        export DESTDIR=$(CURDIR)/debian/tmp
        ifeq (yes,$(shell test -L /usr/lib/ccache/cc && echo -n yes))
          extraopts += -DWITH_CCACHE=ON
          export DEB_CFLAGS_MAINT_APPEND = -g1 -Os
        endif
        export DEB_CXXFLAGS_MAINT_APPEND += -DFMT_DEPRECATED_OSTREAM -fpermissive
        extraopts += -DWITH_JAEGER=OFF
        # extraopts += -DWITH_COMMENT=ON
        extraopts += -DWITH_OCF=ON -DWITH_NSS=ON
        extraopts += -DWITH_TESTS=ON
        extraopts += -DCMAKE_INSTALL_LIBDIR=/usr/lib/$(DEB_HOST_MULTIARCH)
        extraopts += -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="$(CXXFLAGS)"
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

    @Test func `only words outside of conditionals and without variables are taken`() {
        let rules = DebianRules(Self.rules)
        let flags = ["-DWITH_JAEGER=OFF", "-DWITH_OCF=ON", "-DWITH_NSS=ON", "-DWITH_TESTS=ON", "-DWITH_LAST=ON"]
        #expect(rules.cmakeFlags == flags)
        #expect(rules.appendedCFlags.isEmpty)
        #expect(rules.appendedCXXFlags == ["-DFMT_DEPRECATED_OSTREAM", "-fpermissive"])
        #expect(rules.hasOwnCompilerFlags)
    }

    @Test(arguments: ["", "\n\n", "extraopts", "endif", "export", "# extraopts += -DX=1", "extraopts += -DX"])
    func `a makefile without such words gives none`(makefile: String) {
        let rules = DebianRules(makefile)
        #expect(rules.cmakeFlags.isEmpty && rules.appendedCXXFlags.isEmpty && !rules.hasOwnCompilerFlags)
    }

    @Test func `on Debian the packaging's flags come before ours, and its compilers' are followed`() throws {
        let expected = [
            "-DWITH_JAEGER=OFF", "-DWITH_OCF=ON", "-DWITH_NSS=ON", "-DWITH_LAST=ON",
            "-DCMAKE_C_FLAGS_RELWITHDEBINFO=-O2 -g", "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O2 -g",
            "-DCMAKE_CXX_FLAGS=-DFMT_DEPRECATED_OSTREAM -fpermissive", "-DWITH_TESTS=OFF",
        ]
        #expect(try packaging(Self.rules) == DistributionBuild(flags: expected, hasTests: true))
    }

    @Test func `elsewhere, and without packaging, there are only ours`() throws {
        let ours = DistributionBuild(flags: ["-DWITH_TESTS=OFF"], hasTests: true)
        #expect(try packaging(nil) == ours)
        #expect(try packaging(Self.rules, distribution: "centos") == ours)
    }

    @Test(arguments: [("ON", true), ("OFF", false)])
    func `tests are compiled with the packages unless the packaging turns them off`(value: String, has: Bool) throws {
        #expect(try packaging("extraopts += -DWITH_TESTS=\(value)").hasTests == has)
        #expect(try packaging("extraopts += -DWITH_JAEGER=OFF").hasTests)
    }

    private func packaging(_ rules: String?, distribution: String = "debian") throws -> DistributionBuild {
        let scratch = try ScratchDirectory()
        if let rules { try scratch.write("debian/rules", rules) }
        return DistributionBuild(of: Samples.base(distribution: distribution), source: scratch.path)
    }
}
