// SPDX-License-Identifier: Apache-2.0

/// Who else takes part in compiling: a cache that remembers, a team's cache behind it, machines that help.
package struct CompileService: Sendable, Equatable {
    package let cache: CompileCache
    package let remote: RemoteCache?
    /// Machines with distccd; the first are asked first.
    package let helpers: [DistccHost]

    /// - Throws: ``CompileFailure/cannotCombine(_:_:reason:)``
    package init(
        cache: CompileCache = .ccache,
        remote: RemoteCache? = nil,
        helpers: [DistccHost] = []
    ) throws(CompileFailure) {
        if remote != nil, cache == .none {
            throw .cannotCombine("--remote-cache", "--compile-cache none", reason: "there is nobody to ask it")
        }
        if !helpers.isEmpty, cache == .sccache {
            throw .cannotCombine("--distcc", "--compile-cache sccache", reason: "sccache does not start distcc")
        }
        if let remote, cache == .sccache, remote.scheme == .redisSocket {
            throw .cannotCombine("\(remote)", "--compile-cache sccache", reason: "sccache speaks to Redis over TCP")
        }
        self.init(checked: cache, remote, helpers)
    }

    private init(checked cache: CompileCache, _ remote: RemoteCache?, _ helpers: [DistccHost]) {
        self.cache = cache
        self.remote = remote
        self.helpers = helpers
    }

    /// ccache in the cache folder, and nobody else.
    package static let local = CompileService(checked: .ccache, nil, [])

    /// Compilers at once with every helper at work, `local` of them here.
    func jobs(local: Int) -> Int { local + helpers.reduce(0) { $0 + $1.jobs } }
}
