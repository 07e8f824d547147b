// SPDX-License-Identifier: Apache-2.0

import CephBuild
import Testing

struct BaseFactsTests {
    @Test func `equal images have no differences`() {
        #expect(Samples.base().differences(from: Samples.base()).isEmpty)
    }

    @Test(arguments: [
        (Samples.base(release: "bookworm"), "the distribution is debian:bookworm there and debian:trixie in the base"),
        (Samples.base(distribution: "ubuntu"), "the distribution is ubuntu:trixie there and debian:trixie in the base"),
        (Samples.base(python: "3.11"), "python is 3.11 there and 3.13 in the base"),
        (Samples.base(python: nil), "python is missing there and 3.13 in the base"),
    ])
    func `what keeps binaries from running is named`(builder: BaseFacts, difference: String) {
        #expect(builder.differences(from: Samples.base()) == [difference])
    }

    @Test func `another machine is named`() {
        var builder = Samples.base()
        builder.machine = "aarch64"
        #expect(builder.differences(from: Samples.base()).count == 1)
    }

    @Test func `a builder needs neither Ceph nor its libraries, and may have a Python more`() {
        var builder = Samples.base(libraryFolder: nil)
        builder.ceph = nil
        #expect(builder.differences(from: Samples.base(python: nil)).isEmpty)
    }
}
