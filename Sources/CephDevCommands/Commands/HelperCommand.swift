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

            Example: cephdev helper --builder cephdev/builder:debian-trixie-75cc138b690e --allow 10.1.2.0/24
            """
    )

    @Option(help: ArgumentHelp("Builder image. (default: the workspace's last one)", valueName: "image"))
    var builder: String?

    @Option(help: "TCP port.")
    var port: UInt16 = 3632

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

    func run() async throws {
        let jobs = try Inputs().jobs(threads) ?? JobLimit.ofHost().jobs
        guard port > 0 else { throw ValidationError("--port must be at least 1") }
        var request = HelperService.Request(jobs: jobs)
        request.builder = builder
        request.engine = try shared.engineKind()
        request.port = port
        request.address = listen
        request.clients = allow
        let console = shared.makeConsole()
        let service = HelperService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        try await service.serve(request) { [port] builder in
            console.reporter.report(.note("compiles for others with \(builder)"))
            StandardStreams.result("\(port)/\(jobs)")
        }
    }
}
