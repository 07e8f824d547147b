// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephBuild

struct CompileServiceTests {
    @Test func `helpers are a list of hosts with their jobs`() throws {
        let hosts = try DistccHost.list("one  two:3633/8,lzo\n[::1]:99/2")
        #expect(hosts.map(\.text) == ["one", "two:3633/8,lzo", "[::1]:99/2"])
        #expect(hosts.map(\.jobs) == [4, 8, 2])
        #expect(try CompileService(helpers: hosts).jobs(local: 3) == 17)
    }

    @Test(arguments: ["", " ", "user@host", "--randomize", "host/0", "host/x", "host/1/2", "$(id)", "a;b", "/4"])
    func `what is no host is refused`(text: String) {
        #expect(throws: CompileFailure.self) { try DistccHost.list(text) }
    }

    @Test func `what cannot work together is refused`() throws {
        let remote = try RemoteCache(parsing: "redis://cache.lab")
        #expect(throws: CompileFailure.self) { try CompileService(cache: .none, remote: remote) }
        #expect(throws: CompileFailure.self) { try CompileService(cache: .sccache, helpers: DistccHost.list("one")) }
        #expect(throws: CompileFailure.self) {
            try CompileService(cache: .sccache, remote: RemoteCache(parsing: "redis+unix:///run/redis.sock"))
        }
    }

    @Test(arguments: CompileCache.allCases)
    func `cmake is told of the cache's program`(cache: CompileCache) throws {
        let environment = try CompileService(cache: cache).configureEnvironment
        #expect(environment["CMAKE_CXX_COMPILER_LAUNCHER"] == (cache == .none ? nil : cache.rawValue))
    }

    @Test func `sccache is told of the team's cache by its own variables`() throws {
        let web = try CompileService(cache: .sccache, remote: RemoteCache(parsing: "https://cache.lab/x"))
        #expect(web.secrets == ["SCCACHE_WEBDAV_ENDPOINT": "https://cache.lab/x"])
        let redis = try CompileService(cache: .sccache, remote: RemoteCache(parsing: "redis://cache.lab"))
        #expect(redis.secrets == ["SCCACHE_REDIS": "redis://cache.lab"])
    }
}
