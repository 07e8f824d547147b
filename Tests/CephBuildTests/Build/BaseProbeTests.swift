// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephBuild

struct BaseProbeTests {
    private let lines = [
        "distribution=debian", "release=trixie", "machine=x86_64", "python=3.13",
        "libraries=/usr/lib/x86_64-linux-gnu", "ceph=ceph version 18.2.7 (6b0e98) reef (stable)",
    ]

    @Test func `every line becomes a fact`() {
        #expect(BaseProbe.facts(in: lines) == Samples.base())
    }

    @Test func `an image without Python and Ceph has facts`() {
        let facts = BaseProbe.facts(in: Array(lines.prefix(3)) + ["ceph="])
        #expect(facts?.distributionImage == "debian:trixie")
        #expect(facts?.python == nil && facts?.libraryFolder == nil && facts?.ceph == nil)
    }

    @Test func `a value may hold the sign that separates`() {
        #expect(BaseProbe.facts(in: lines + ["libraries=/a=b"])?.libraryFolder == "/a=b")
    }

    @Test func `noise between the lines is skipped`() {
        #expect(BaseProbe.facts(in: ["", "warning: x"] + lines) == Samples.base())
    }

    @Test(arguments: ["distribution", "release", "machine"])
    func `without the essential facts there are none`(key: String) {
        #expect(BaseProbe.facts(in: lines.filter { !$0.hasPrefix(key + "=") }) == nil)
    }
}
