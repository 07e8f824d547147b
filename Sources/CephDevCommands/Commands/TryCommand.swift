// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import Reporting

struct TryCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Prove that an image serves: a throw-away cluster, written to and read back.",
        discussion: """
            A monitor, a manager and three OSDs come up in one container without a network. Objects go through a replicated \
            and an erasure-coded pool and come back, with --with mds a file through libcephfs, with --with rgw an object \
            through S3. Then everything is removed, also after a failure or Ctrl-C. Exit status 1 when the image does not \
            serve.

            IMAGE is a name in the engine, docker-daemon:REF or containers-storage:REF; the engine pulls docker://REF and \
            names with a registry's host, which stay in it.

            Examples:
              cephdev try ceph/daemon:main
              cephdev try ceph/daemon:main --with mds,rgw
              cephdev try ceph/daemon:main --with mds --shell
            """
    )

    @Argument(help: "The image.", transform: ImageArgument.parse)
    var image: ImageArgument

    @Option(
        help: ArgumentHelp("Services to try as well: mds, rgw, or both with a comma.", valueName: "services"),
        transform: TryCommand.services
    )
    var with: Set<TrialCluster.Service> = []

    @Option(help: ArgumentHelp("Seconds that each step may take.", valueName: "seconds"))
    var timeLimit = 120

    @Flag(help: "Open a prompt in the container when the trial is over; everything goes when it is left.")
    var shell = false

    @Flag(help: "Leave the cluster running, and say how to enter and how to remove it.")
    var keep = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        if timeLimit < 1 { throw ValidationError("--time-limit is a number of seconds, one at least") }
        if shell, !StandardStreams.inputIsTerminal { throw ValidationError("--shell needs a terminal") }
    }

    func run() async throws {
        let console = shared.makeConsole()
        let service = TryService(
            workspace: try shared.presentWorkspace(),
            reporter: console.reporter,
            engine: try shared.engineKind()
        )
        let report = try await service.run(request()) { present($0) }
        if let problem = report.problem { throw TrialFailure.doesNotServe(image: image.text, problem) }
    }

    func request() -> TryService.Request {
        var request = TryService.Request(image: image.text, location: image.location)
        request.cluster = TrialCluster(with: with)
        request.limit = .seconds(timeLimit)
        request.keeps = keep
        request.opensShell = shell
        return request
    }

    private static func services(_ text: String) throws -> Set<TrialCluster.Service> {
        try Set(
            text.split(separator: ",", omittingEmptySubsequences: false).map { name in
                guard let service = TrialCluster.Service(rawValue: String(name)) else {
                    throw ValidationError("'\(name)' cannot be tried; mds and rgw can")
                }
                return service
            }
        )
    }
}
