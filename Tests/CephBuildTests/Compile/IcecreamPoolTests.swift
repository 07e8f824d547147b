// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephBuild

struct IcecreamPoolTests {
    @Test(
        arguments: [
            ("build1", "build1:8765", nil), ("build1:99", "build1:99", nil), ("10.0.0.1/32", "10.0.0.1:8765", 32),
            ("a.b-c_d:65535/1", "a.b-c_d:65535", 1),
        ] as [(String, String, Int?)]
    )
    func `a scheduler has a port, and perhaps a number of jobs`(text: String, address: String, jobs: Int?) throws {
        let pool = try IcecreamPool(parsing: text)
        #expect(pool.address == address && pool.jobs == jobs)
    }

    @Test(arguments: [
        "", ":1", "/4", "host:", "host:0", "host:65536", "host:x", "host:1:2", "[::1]:99", "host/", "host/0", "host/-1",
        "host/1/2", "-s", "$(id)", "a;b", "a b", "user@host", "hóst",
    ])
    func `what is no scheduler is refused`(text: String) {
        #expect(throws: CompileFailure.self) { try IcecreamPool(parsing: text) }
    }

    @Test(arguments: [("localhost", true), ("127.0.0.1:99", true), ("128.0.0.1", false), ("localhost.lab", false)])
    func `it is known who means this machine alone`(text: String, isLoopback: Bool) throws {
        #expect(try IcecreamPool(parsing: text).isLoopback == isLoopback)
    }

    @Test func `without a number of jobs a pool runs twice as many compilers`() throws {
        #expect(try CompileService(pool: IcecreamPool(parsing: "one")).jobs(local: 3) == 6)
        #expect(try CompileService(pool: IcecreamPool(parsing: "one/40")).jobs(local: 3) == 40)
    }

    @Test(arguments: [CompileCache.sccache, .none])
    func `who cannot ask the pool is refused`(cache: CompileCache) throws {
        let pool = try IcecreamPool(parsing: "one")
        #expect(throws: CompileFailure.self) { try CompileService(cache: cache, pool: pool) }
        #expect(throws: CompileFailure.self) { try CompileService(cache: cache, helpers: DistccHost.list("one")) }
    }

    @Test func `one of distcc and icecream hands out the work`() throws {
        let pool = try IcecreamPool(parsing: "one")
        #expect(throws: CompileFailure.self) { try CompileService(helpers: DistccHost.list("one"), pool: pool) }
    }

    @Test func `the container is told of the scheduler`() throws {
        let environment = try CompileService(pool: IcecreamPool(parsing: "one/40")).environment(local: 3)
        #expect(environment["CEPHDEV_SCHEDULER"] == "one:8765" && environment["CEPHDEV_POOL_JOBS"] == "40")
        #expect(CompileService.local.environment(local: 3)["CEPHDEV_SCHEDULER"]?.isEmpty == true)
    }
}
