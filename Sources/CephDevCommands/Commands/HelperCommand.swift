// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import CephDev
internal import Console
internal import Reporting

struct HelperCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "helper",
        abstract: "Lend this machine's processors to builds elsewhere, until Ctrl-C.",
        discussion: """
            Starts distccd in a container of a builder image. Prints PORT/JOBS alone on standard output once it takes work:
            what 'cephdev build --distcc HOST:PORT/JOBS' wants on the other machine. A build leaves out helpers whose compiler
            is another one than its own, so start the helper from the same builder image.

            It compiles for everybody in private networks; --allow names who may send work instead.

            With --icecream it starts iceccd instead, which gets its work from builds that ask the same scheduler
            (icecc-scheduler) with 'cephdev build --icecream'. They bring their own compilers along: any builder serves. Whoever
            reaches its port may run programs in its container, so do this in networks that you trust.

            Example: cephdev helper --builder cephdev/builder:debian-trixie-75cc138b690e --allow 10.1.2.0/24
            """
    )

    @Option(help: ArgumentHelp("Builder image. (default: the workspace's last one)", valueName: "image"))
    var builder: String?

    @Option(help: ArgumentHelp("icecream's scheduler, which hands out the work.", valueName: "host[:port]"))
    var icecream: String?

    @Option(help: ArgumentHelp("TCP port. (default: 3632, with --icecream 10245)", valueName: "port"))
    var port: UInt16?

    @Option(help: ArgumentHelp("Address to listen on. (default: all of this machine)", valueName: "address"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "Address or network that may send work; repeatable. (default: private ones)",
            valueName: "network"
        )
    )
    var allow: [String] = []

    @Option(help: ArgumentHelp("Compilers at once. (BUILD_THREADS; default as in build)", valueName: "n"))
    var threads: Int?

    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        guard port != 0 else { throw ValidationError("--port must be at least 1") }
        guard icecream == nil || (listen == nil && allow.isEmpty) else {
            throw ValidationError("--listen and --allow are for distccd: iceccd listens everywhere, to everybody")
        }
    }

    /// The scheduler, under a name by which others reach this machine too.
    func pool() throws -> IcecreamPool? {
        guard let pool = try icecream.map(IcecreamPool.init(parsing:)) else { return nil }
        guard pool.jobs == nil else { throw ValidationError("the number of jobs is --threads here") }
        guard !pool.isLoopback else {
            throw ValidationError(
                "a scheduler asked as \(pool.host) would send builds to \(pool.host): name its address"
            )
        }
        return pool
    }

    func run() async throws {
        let jobs = try Inputs().jobs(threads) ?? JobLimit.ofHost().jobs
        var request = HelperService.Request(jobs: jobs)
        request.builder = builder
        request.engine = try shared.engineKind()
        request.pool = try pool()
        request.port = port
        request.address = listen
        request.clients = allow
        let console = shared.makeConsole()
        let service = HelperService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        try await service.serve(request) { [offer = request.offer] builder in
            console.reporter.report(.note("compiles for others with \(builder)"))
            StandardStreams.result(offer)
        }
    }
}
