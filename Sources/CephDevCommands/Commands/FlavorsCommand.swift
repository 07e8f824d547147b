// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Flavors

struct FlavorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flavors",
        abstract: "The flavors of a tree of Dockerfiles.",
        subcommands: [FlavorsListCommand.self, FlavorsModifiedCommand.self],
        defaultSubcommand: FlavorsListCommand.self
    )
}

struct FlavorsListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the flavors that can be built.",
        discussion: """
            The tree's file 'flavors' lists them, or ceph-container's Makefile; without a list, they are those that have a \
            folder of their own, ceph-releases/RELEASE/OS/VERSION.

            Example: cephdev flavors --tree ceph-container
            """
    )

    @OptionGroup var flavors: FlavorOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let tree = try flavors.openTree()
        FlavorListing(try flavors.chosenFlavors(of: tree), of: tree).present(as: shared.format)
    }
}

struct FlavorsModifiedCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "modified",
        abstract: "List the flavors that changes since a revision touch, uncommitted ones included.",
        discussion: """
            A flavor is touched when a file that it selects is another than the revision has, is gone or is new. Nothing is \
            fetched.

            Examples:
              cephdev flavors modified
              cephdev flavors modified --tree ceph-container --since origin/master
            """
    )

    @Option(help: ArgumentHelp("Branch, tag or commit. (VS_BRANCH; default: origin/main)", valueName: "rev"))
    var since: String?

    @OptionGroup var flavors: FlavorOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let tree = try flavors.openTree()
        let revision = since ?? Inputs()["VS_BRANCH"] ?? "origin/main"
        let modified = try await ModifiedFlavors(tree, flavors.stagingOptions())
            .since(revision, of: flavors.chosenFlavors(of: tree))
        FlavorListing(modified, of: tree, since: revision).present(as: shared.format)
    }
}
