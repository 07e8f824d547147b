// SPDX-License-Identifier: Apache-2.0

/// Who else takes part in compiling: a cache that remembers, a team's cache behind it, machines that help.
package struct CompileService: Sendable, Equatable {
    package let cache: CompileCache
    package let remote: RemoteCache?
    /// Machines with distccd; the first are asked first.
    package let helpers: [DistccHost]
    /// Machines with iceccd, as their scheduler hands them out; never together with helpers.
    package let pool: IcecreamPool?

    /// - Throws: ``CompileFailure/cannotCombine(_:_:reason:)``
    package init(
        cache: CompileCache = .ccache,
        remote: RemoteCache? = nil,
        helpers: [DistccHost] = [],
        pool: IcecreamPool? = nil
    ) throws(CompileFailure) {
        if remote != nil, cache == .none {
            throw .cannotCombine("--remote-cache", "--compile-cache none", reason: "there is nobody to ask it")
        }
        if !helpers.isEmpty, pool != nil {
            throw .cannotCombine("--distcc", "--icecream", reason: "one of them hands out the work")
        }
        if !helpers.isEmpty || pool != nil, cache != .ccache {
            let option = pool == nil ? "--distcc" : "--icecream"
            throw .cannotCombine(option, "--compile-cache \(cache)", reason: "it is ccache that asks others to compile")
        }
        if let remote, cache == .sccache, remote.scheme == .redisSocket {
            throw .cannotCombine("\(remote)", "--compile-cache sccache", reason: "sccache speaks to Redis over TCP")
        }
        self.init(checked: cache, remote, helpers, pool)
    }

    private init(checked cache: CompileCache, _ remote: RemoteCache?, _ helpers: [DistccHost], _ pool: IcecreamPool?) {
        self.cache = cache
        self.remote = remote
        self.helpers = helpers
        self.pool = pool
    }

    /// ccache in the cache folder, and nobody else.
    package static let local = CompileService(checked: .ccache, nil, [], nil)

    /// Whether other machines compile along.
    var hasHelpers: Bool { !helpers.isEmpty || pool != nil }

    /// Compilers at once with every helper at work, `local` of them here. How many a pool has its scheduler alone knows.
    func jobs(local: Int) -> Int {
        if let pool { return pool.jobs ?? 2 * local }
        return local + helpers.reduce(0) { $0 + $1.jobs }
    }
}
