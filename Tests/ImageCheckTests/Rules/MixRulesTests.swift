// SPDX-License-Identifier: Apache-2.0

import FileTree
import ImageCheck
import TestSupport
import Testing

/// Objects of one process that come from different sources, although every symbol is there.
@Suite(.tags(.medium)) struct MixRulesTests {
    private let world: LinkWorld
    private let common = "lib/libcommon.so.2"

    init() async throws { world = try await LinkWorld() }

    @Test func `a variable that has two sizes in one process is a warning`() async throws {
        let text = "int one(void) { return 9; } int gone(void) { return 8; } int table[%d];"
        for (state, size) in [(LinkWorld.State.base, "4"), (.image, "4")] {
            try await world.library(common, text.replacing("%d", with: size), in: state)
            let user = "extern int table[4]; int one(void); int main(void) { return one() + table[1]; }"
            try await world.program("bin/user", user, in: state, libraries: ["libcommon.so.2"], "-no-pie", "-fno-pic")
        }
        try await world.library(common, text.replacing("%d", with: "8"))
        let findings = try await world.check(changed: common).findings.filter { $0.cause.kind == .twoSizes }
        let cause = Finding.Cause.twoSizes(library: try world.path("bin/user"), other: try world.path(common))
        #expect(findings.map(\.cause) == [cause] && findings.map(\.severity) == [.warning])
        #expect(findings.first?.symbols.map(\.name) == ["table"])
    }

    // Ceph's plugins say their version in a function that returns a string (PluginRegistry.cc).
    private func plugin(_ version: String, in state: LinkWorld.State) async throws {
        try await world.library(
            "lib/plugins/libec_y.so",
            """
            int provided(void); int ec(void) { return provided(); }
            const char *__erasure_code_version(void) { return "\(version)"; }
            """,
            in: state
        )
    }

    private func loader(_ version: String, in state: LinkWorld.State) async throws {
        try await world.library(
            "lib/libceph-common.so.2",
            "int one(void) { return 1; } int gone(void) { return 2; } const char *nice(void) { return \"\(version)\"; }",
            in: state
        )
        try await world.program("bin/ceph-osd", LinkWorld.osd, in: state, libraries: ["libceph-common.so.2"])
    }

    @Test(arguments: [("18.2.7", "18.2.8"), ("18.2.7", "Development"), ("19.3.0-12-gabcdef0", "18.2.7")])
    func `plugins of another version than their loader are found, and their fix`(old: String, new: String) async throws
    {
        for state in [LinkWorld.State.base, .image] {
            try await loader(old, in: state)
            try await plugin(old, in: state)
        }
        #expect(try await world.check(changed: "lib/plugins/libec_y.so").findings.isEmpty)
        for state in [LinkWorld.State.image, .build] { try await loader(new, in: state) }
        try await plugin(new, in: .build)
        let findings = try await world.check(changed: "lib/libceph-common.so.2", "bin/ceph-osd").findings
        let loader = try world.path("lib/libceph-common.so.2")
        #expect(findings.map(\.cause) == [.pluginVersion(version: old, loader: loader, has: [new])])
        #expect(findings.first?.victims.map(\.name) == ["libec_y.so"])
        let place = try world.path("lib/plugins/libec_y.so")
        #expect(try world.plan().edits.map(\.change) == [.place(source: place, origin: .build, path: place)])
    }

    @Test func `old objects of Ceph on a replaced library without versions are a warning, others' are noted`()
        async throws
    {
        for state in [LinkWorld.State.base, .image] {
            try await world.program("bin/qemu", LinkWorld.mon, in: state)
        }
        try await world.library(common, "int one(void) { return 9; } int gone(void) { return 8; }")
        let findings = try await world.check(changed: common).findings
        #expect(
            try findings.map(\.cause) == [
                .unstableLibrary(path: world.path(common)), .thirdParty(path: world.path(common)),
            ]
        )
        #expect(findings.map(\.severity) == [.warning, .note])
        #expect(findings.map { $0.victims.map(\.name) } == [["ceph-mon", "ceph-osd"], ["qemu"]])
    }
}
