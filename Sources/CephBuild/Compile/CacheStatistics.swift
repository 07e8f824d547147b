// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// What a compile cache did during one build.
package struct CacheStatistics: Sendable, Equatable, Codable {
    /// Names in the build folder, where the builder's programs write them.
    static let files = [ccacheLog, sccacheStatistics]
    static let ccacheLog = ".cephdev-ccache-stats"
    static let sccacheStatistics = ".cephdev-sccache-stats"

    /// Compilations that the cache answered.
    package var hits = 0
    /// Of the hits, those that came from the remote cache.
    package var remoteHits = 0
    /// Compilations that a compiler had to do.
    package var misses = 0
    /// Questions that the remote cache left without an answer.
    package var remoteErrors = 0

    package var total: Int { hits + misses }
    /// From 0 to 1; nil when nothing was asked.
    package var hitRate: Double? { total == 0 ? nil : Double(hits) / Double(total) }

    /// The counters of `cache`, from a build folder whose files `lines` reads; nil when nothing was compiled.
    static func read(of cache: CompileCache, _ lines: (String) async throws -> [String]) async throws
        -> CacheStatistics?
    {
        let found: CacheStatistics? =
            switch cache {
            case .ccache: CacheStatistics(ccacheLog: try await lines(ccacheLog))
            case .sccache: CacheStatistics(sccacheJSON: try await lines(sccacheStatistics).joined())
            case .none: nil
            }
        return found.flatMap { $0.total == 0 ? nil : $0 }
    }
}

extension CacheStatistics {
    /// The log that ccache writes as `CCACHE_STATSLOG`: a comment with the source's name, then a counter's name per line.
    init(ccacheLog log: [String]) {
        for line in log {
            switch line {
            case "direct_cache_hit", "preprocessed_cache_hit": hits += 1
            case "cache_miss": misses += 1
            case "remote_storage_hit": remoteHits += 1
            case "remote_storage_error", "remote_storage_timeout": remoteErrors += 1
            default: break
            }
        }
        // A file that came in two parts, manifest and result, may be counted where only one was remote.
        remoteHits = min(remoteHits, hits)
    }

    private struct SccacheDocument: Decodable {
        struct Statistics: Decodable {
            struct Counts: Decodable {
                let counts: [String: Int]
            }

            let cache_hits: Counts
            let cache_misses: Counts
            let cache_read_errors: Int?
            let cache_timeouts: Int?
        }

        let stats: Statistics
    }

    /// What `sccache --show-stats --stats-format json` prints; nil when it is something else.
    init?(sccacheJSON text: String) {
        guard let document = try? JSONDecoder().decode(SccacheDocument.self, from: Data(text.utf8)) else {
            return nil  // a number for the summary is no reason to fail a build
        }
        hits = document.stats.cache_hits.counts.values.reduce(0, +)
        misses = document.stats.cache_misses.counts.values.reduce(0, +)
        remoteErrors = (document.stats.cache_read_errors ?? 0) + (document.stats.cache_timeouts ?? 0)
    }
}

extension CacheStatistics: CustomStringConvertible {
    /// `310 of 320 from the cache, 298 of them from the team's`.
    package var description: String {
        "\(hits) of \(total) from the cache" + (remoteHits > 0 ? ", \(remoteHits) of them from the remote one" : "")
    }
}
