// SPDX-License-Identifier: Apache-2.0

import ELFKit
import ProcessKit
import TestSupport
import Testing

/// Judged by c++filt.
@Suite(.tags(.medium)) struct DemangledNameTests {
    @Test(arguments: [
        "_ZN4ceph7logging3Log12create_entryEiiPm", "_ZN4ceph7striper12submit_entryEi", "_ZTVN4ceph6buffer3rawE",
        "_ZNSt6vectorIiSaIiEE9push_backERKi",
    ])
    func `a mangled name is shown as it was written`(symbol: String) async throws {
        let shown = try await ProcessRunner.run(Command("c++filt", [symbol])).requireSuccess().output.first
        #expect(DemangledName.of(symbol) == shown)
    }

    @Test(arguments: ["rados_write", "i", "", "_Z", "_ZN4cep"])
    func `any other name is none`(symbol: String) {
        #expect(DemangledName.of(symbol) == nil)
    }
}
