// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import CephDev
internal import Console
internal import Flavors

struct BaseBuildCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build builder, daemon-base (Ceph's packages) and daemon (entry point and tools) of flavors.",
        discussion: """
            What the packages leave is cleaned away in the same layer; sizes before and after are told, and the cleaned image \
            is checked. One flavor that fails does not stop the others. Prints the names and ids of the images.

            Examples:
              cephdev base build --flavor reef,debian,trixie
              cephdev base build --all --jobs 2 --registry quay.io/me
            """
    )

    @OptionGroup var flavors: FlavorOptions
    @OptionGroup(title: "Names") var names: StagingOptionGroup

    @Flag(help: "All flavors of the tree.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "Variable for the Dockerfiles; repeatable. (BUILD_ARGS, which may have '--build-arg' before each)",
            valueName: "name=value"
        )
    )
    var buildArg: [String] = []

    @Option(name: [.long, .short], help: "How many flavors are built at once. (default: by cores and memory)")
    var jobs: Int?

    @Flag(help: "Do not check that the images link.")
    var noCheck = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        if all, !flavors.flavor.isEmpty { throw ValidationError("--all and --flavor exclude each other") }
        if let jobs, jobs < 1 { throw ValidationError("--jobs is at least 1") }
    }

    func request(inputs: Inputs = Inputs()) throws -> FlavorImageService.Request {
        let tree = try flavors.openTree(inputs: inputs)
        let chosen = try all ? tree.buildable() : flavors.chosenOrFirst(of: tree, inputs: inputs)
        let source = FlavorSource(tree: tree, options: flavors.stagingOptions(names, inputs: inputs))
        var request = FlavorImageService.Request(chosen, of: source)
        request.engine = try shared.engineKind(inputs: inputs)
        request.buildArguments = try BuildArguments.parse(buildArg, inputs["BUILD_ARGS"])
        request.checks = !noCheck
        let host = JobLimit.ofHost()
        request.jobs = jobs ?? FlavorImageService.standardJobs(cores: host.cores, memory: host.memory)
        return request
    }

    func run() async throws {
        let request = try request()
        let console = shared.makeConsole()
        let service = FlavorImageService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        let outcomes = try await service.build(request)
        present(outcomes, as: shared.format)
        if let failure = FlavorImageService.failure(outcomes) { throw failure }
    }
}
