// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import FoundationEssentials

/// Who else takes part in compiling.
struct CompileServiceOptions: ParsableArguments {
    enum Cache: String, ExpressibleByArgument, CaseIterable {
        case ccache, sccache, none
    }

    @Option(help: "What remembers compiled files: ccache, sccache or none. (CEPHDEV_COMPILE_CACHE; default: ccache)")
    var compileCache: Cache?

    @Option(
        help: ArgumentHelp(
            "Compile cache of a team: redis://HOST, http://HOST/PATH or file:///DIR; @FILE reads it from a file. (CEPHDEV_REMOTE_CACHE, which may hold a password)",
            valueName: "url"
        )
    )
    var remoteCache: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Machines that compile along, as HOST[:PORT][/JOBS], each with 'cephdev helper'; repeatable. (CEPHDEV_DISTCC)",
            valueName: "hosts"
        )
    )
    var distcc: [String] = []

    @Option(
        help: ArgumentHelp(
            "Scheduler of machines that compile along, as HOST[:PORT][/JOBS], each with 'cephdev helper --icecream'. JOBS compilers run at once, by default twice as many as here alone. (CEPHDEV_ICECREAM)",
            valueName: "scheduler"
        )
    )
    var icecream: String?

    func validate() throws {
        guard distcc.isEmpty || icecream == nil else {
            throw ValidationError("--distcc and --icecream do not go together: one of them hands out the work")
        }
    }

    func service(inputs: Inputs = Inputs()) throws -> CompileService {
        let cache = try compileCache ?? inputs.value("CEPHDEV_COMPILE_CACHE") ?? .ccache
        // An option goes before the variables of both.
        let isChosen = !distcc.isEmpty || icecream != nil
        let hosts = isChosen ? distcc.joined(separator: " ") : inputs["CEPHDEV_DISTCC"] ?? ""
        let scheduler = isChosen ? icecream : inputs["CEPHDEV_ICECREAM"]
        return try CompileService(
            cache: CompileCache(rawValue: cache.rawValue) ?? .ccache,
            remote: remote(inputs),
            helpers: hosts.isEmpty ? [] : DistccHost.list(hosts),
            pool: scheduler.map(IcecreamPool.init(parsing:))
        )
    }

    /// A password on the command line is everybody's who lists processes.
    private func remote(_ inputs: Inputs) throws -> RemoteCache? {
        guard let text = remoteCache else {
            return try inputs["CEPHDEV_REMOTE_CACHE"].map { try RemoteCache(parsing: $0) }
        }
        guard text.first == "@" else {
            let remote = try RemoteCache(parsing: text)
            guard !remote.holdsPassword else {
                throw ValidationError(
                    "\(remote) holds a password, which everybody sees on a command line; give it as CEPHDEV_REMOTE_CACHE or @FILE"
                )
            }
            return remote
        }
        let path = String(text.dropFirst())
        do {
            let content = try Data(contentsOf: URL(filePath: path))
            return try RemoteCache(parsing: String(decoding: content, as: UTF8.self).trimmed)
        } catch let error as CompileFailure {
            throw error
        } catch {
            throw ValidationError("cannot read the remote cache's address from '\(path)': \(error)")
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
    }
}
