// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct BasePushCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Push daemon-base and daemon of flavors, under tags that stay and tags that move.",
        discussion: """
            Tags begin with <branch>-<commit> of the tree, or with <tag>-<stable> where a git tag is on the commit \
            (v3.1.4-stable-3.1); a registry that has another image under such a tag is not overwritten. latest-<release> moves \
            to the first flavor of each release, but for commits with a git tag. --bis builds the daemon image once more, \
            under another id, and pushes it as latest-bis.

            Example: cephdev base push --registry quay.io/me --dry-run
            """
    )

    @OptionGroup var flavors: FlavorOptions
    @OptionGroup(title: "Names") var names: StagingOptionGroup

    @Flag(help: "Build the first flavor's daemon image once more, and push it as latest-bis.")
    var bis = false

    @Flag(help: "Say what would be pushed, and push nothing.")
    var dryRun = false

    @OptionGroup(title: "Registry") var registry: RegistryOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let tree = try flavors.openTree()
        let source = FlavorSource(tree: tree, options: flavors.stagingOptions(names))
        var request = FlavorPushService.Request(
            try flavors.chosenOrFirst(of: tree),
            of: source,
            trust: registry.trust
        )
        request.engine = try shared.engineKind()
        request.again = bis
        request.isDryRun = dryRun
        let console = shared.makeConsole()
        let service = FlavorPushService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        present(try await service.push(request), as: shared.format)
    }
}
