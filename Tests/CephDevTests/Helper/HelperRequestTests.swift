// SPDX-License-Identifier: Apache-2.0

import CephBuild
import Testing

@testable import CephDev

struct HelperRequestTests {
    @Test func `distccd listens to private networks unless others are named`() {
        var request = HelperService.Request(jobs: 3)
        #expect(request.command.first == "distccd" && request.command.contains("--allow-private"))
        #expect(request.offer == "3632/3")
        request.clients = ["10.0.0.0/8"]
        #expect(request.command.suffix(2) == ["--allow", "10.0.0.0/8"])
    }

    @Test func `iceccd asks the scheduler, under a name of its own`() throws {
        var request = HelperService.Request(jobs: 3)
        request.pool = try IcecreamPool(parsing: "lab:99")
        #expect(request.command.prefix(3) == ["iceccd", "-s", "lab:99"])
        #expect(request.offer == "10245/3")
        let name = request.command.firstIndex(of: "-N").map { request.command[$0 + 1] }
        #expect(name?.hasSuffix("-10245") == true)
        request.port = 10246
        #expect(request.command.contains("10246") && !request.command.contains(name ?? ""))
    }
}
