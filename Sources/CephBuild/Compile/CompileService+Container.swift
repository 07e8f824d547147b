// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import SystemPackage

/// What a container is given to compile with.
extension CompileService {
    /// Paths inside the container.
    enum Inside {
        static let localCache: FilePath = "/ccache"
        static let remoteFolder: FilePath = "/remote-cache"

        static func counters(_ name: String) -> String { BuildPlanner.Inside.build.appending(name).string }
    }

    /// What cmake reads: it decides about the commands that ninja runs.
    var configureEnvironment: [String: String] {
        guard let launcher = cache.launcher else { return [:] }
        return ["CMAKE_CXX_COMPILER_LAUNCHER": launcher, "CMAKE_C_COMPILER_LAUNCHER": launcher]
    }

    /// What the caches and the script `compile` read; no secrets. `local` compilers run on this host.
    func environment(local: Int) -> [String: String] {
        var variables = [
            "CEPHDEV_COMPILE_CACHE": cache.rawValue,
            "CEPHDEV_LOCAL_JOBS": "\(local)",
            "CEPHDEV_REMOTE_CACHE_NAME": remote?.description ?? "",
            "CEPHDEV_HELPERS": helpers.map(\.text).joined(separator: " "),
            "CEPHDEV_SCHEDULER": pool?.address ?? "",
            "CEPHDEV_POOL_JOBS": pool == nil ? "" : "\(jobs(local: local))",
        ]
        switch cache {
        case .ccache:
            variables["CCACHE_COMPILERCHECK"] = "content"
            variables["CCACHE_DIR"] = Inside.localCache.string
            variables["CCACHE_MAXSIZE"] = "20G"
            variables["CCACHE_SLOPPINESS"] = "time_macros,include_file_mtime,include_file_ctime"
            variables["CCACHE_STATSLOG"] = Inside.counters(CacheStatistics.ccacheLog)
        case .sccache:
            variables["SCCACHE_DIR"] = Inside.localCache.appending("sccache").string
            variables["SCCACHE_CACHE_SIZE"] = "20G"
            variables["SCCACHE_IDLE_TIMEOUT"] = "0"
            // Its TCP port would be the host's: another build's compilers would be asked.
            variables["SCCACHE_SERVER_UDS"] = "/tmp/cephdev-sccache"
            variables["CEPHDEV_SCCACHE_STATISTICS"] = Inside.counters(CacheStatistics.sccacheStatistics)
            if remote?.scheme == .file { variables["SCCACHE_DIR"] = Inside.remoteFolder.string }
        case .none: break
        }
        return variables
    }

    /// What may hold a password: never on a command line.
    var secrets: [String: String] {
        guard let remote else { return [:] }
        switch (cache, remote.scheme) {
        case (.ccache, _): return ["CCACHE_REMOTE_STORAGE": remote.address(at: Inside.remoteFolder)]
        case (.sccache, .http), (.sccache, .https): return ["SCCACHE_WEBDAV_ENDPOINT": remote.address]
        case (.sccache, .redis), (.sccache, .rediss): return ["SCCACHE_REDIS": remote.address]
        default: return [:]
        }
    }

    var mounts: [BindMount] {
        guard let folder = remote?.folder else { return [] }
        return [BindMount(folder, at: Inside.remoteFolder)]
    }
}
