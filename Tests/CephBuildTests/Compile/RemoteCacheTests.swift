// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import Testing

@testable import CephBuild

struct RemoteCacheTests {
    @Test(arguments: ["redis://cache.lab", "rediss://cache.lab:6380/2", "https://cache.lab/ceph", "file:///srv/ccache"])
    func `ccache's own addresses are taken`(text: String) throws {
        let cache = try RemoteCache(parsing: text)
        #expect(cache.description == text)
        #expect(!cache.holdsPassword)
    }

    @Test(arguments: ["", "cache.lab", "ftp://cache.lab", "redis:", "redis://", "file://relative/dir", "http://a b"])
    func `what is none is refused`(text: String) {
        #expect(throws: CompileFailure.self) { try RemoteCache(parsing: text) }
    }

    @Test(arguments: [
        "redis://user:geheim@cache.lab/1", "redis://geheim@cache.lab", "https://user:geheim@cache.lab/x|read-only",
        "ftp://u:geheim@x",
    ])
    func `a password appears in no message`(text: String) {
        do {
            let cache = try RemoteCache(parsing: text)
            #expect(cache.holdsPassword)
            #expect(!cache.description.contains("geheim"))
            #expect(cache.address(at: "/x").contains("geheim"))
        } catch {
            #expect(!"\(error)".contains("geheim"))
        }
    }

    @Test func `a server gets time limits, unless the user gave some`() throws {
        let plain = try RemoteCache(parsing: "redis://cache.lab|read-only")
        #expect(plain.address(at: "/x") == "redis://cache.lab|read-only|connect-timeout=500|operation-timeout=3000")
        #expect(try RemoteCache(parsing: "redis://:p@h").address(at: "/x").hasPrefix("redis://p@h|"))
        let own = "redis://cache.lab|operation-timeout=50"
        #expect(try RemoteCache(parsing: own).address(at: "/x") == own)
    }
}
