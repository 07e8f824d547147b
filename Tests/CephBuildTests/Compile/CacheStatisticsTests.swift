// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephBuild

struct CacheStatisticsTests {
    @Test func `ccache's log is counted`() {
        let log = """
            # a.cc
            direct_cache_hit
            local_storage_hit
            local_storage_read_hit
            # b.cc
            direct_cache_hit
            local_storage_miss
            remote_storage_hit
            remote_storage_read_hit
            # c.cc
            cache_miss
            direct_cache_miss
            preprocessed_cache_miss
            remote_storage_error
            # d.cc
            direct_cache_miss
            preprocessed_cache_hit

            """
        let found = CacheStatistics(ccacheLog: log.split(separator: "\n").map(String.init))
        #expect(found.hits == 3 && found.misses == 1 && found.remoteHits == 1 && found.remoteErrors == 1)
        #expect(found.hitRate == 0.75)
        #expect(found.description == "3 of 4 from the cache, 1 of them from the remote one")
    }

    @Test func `what sccache prints is counted`() throws {
        let json = """
            {"stats":{"compile_requests":4,"cache_hits":{"counts":{"C/C++":2}},"cache_misses":{"counts":{"C/C++":1,"C":1}},
            "cache_timeouts":1,"cache_read_errors":2},"cache_location":"x"}
            """
        let found = try #require(CacheStatistics(sccacheJSON: json))
        #expect(found.hits == 2 && found.misses == 2 && found.remoteErrors == 3)
        #expect(CacheStatistics(sccacheJSON: "no JSON") == nil)
    }

    @Test func `nothing asked is no rate`() {
        #expect(CacheStatistics(ccacheLog: []).hitRate == nil)
    }
}
