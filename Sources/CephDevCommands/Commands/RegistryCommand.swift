// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console
internal import SystemPackage

struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "A throw-away registry on this host; what a registry holds.",
        subcommands: [RegistryServeCommand.self, RegistryCatalogCommand.self, RegistryTagsCommand.self]
    )
}

struct RegistryServeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a registry on 127.0.0.1 until Ctrl-C, with the program docker-registry.",
        discussion: """
            Prints its address alone on standard output once it answers. It speaks plain HTTP: push to it with --insecure.

            Example: cephdev registry serve --port 5000 --folder /srv/registry
            """
    )

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port: UInt16 = 0

    @Option(help: ArgumentHelp("Where it keeps its images. (default: a folder that goes with it)", valueName: "dir"))
    var folder: String?

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let service = RegistryService(workspace: try shared.makeWorkspace())
        try await service.serve(folder.map { FilePath($0) }, port: port) { StandardStreams.result($0) }
    }
}

struct RegistryCatalogCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "List the repositories of a registry.",
        discussion: "Example: cephdev registry catalog registry.lab:5000"
    )

    @Argument(help: "HOST[:PORT] of the registry.")
    var host: String

    @OptionGroup(title: "Registry") var registry: RegistryOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let service = RegistryService(workspace: try shared.makeWorkspace())
        let names = try await service.catalog(of: host, registry.trust)
        RegistryListing(schema: "cephdev.registry-catalog/1", subject: host, names: names).present(as: shared.format)
    }
}

struct RegistryTagsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "tags",
        abstract: "List the tags of a repository.",
        discussion: "Example: cephdev registry tags registry.lab:5000/ceph"
    )

    @Argument(help: "[HOST[:PORT]/]REPOSITORY.")
    var repository: String

    @OptionGroup(title: "Registry") var registry: RegistryOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        let service = RegistryService(workspace: try shared.makeWorkspace())
        let names = try await service.tags(of: repository, registry.trust)
        RegistryListing(schema: "cephdev.registry-tags/1", subject: repository, names: names).present(as: shared.format)
    }
}
