// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct PushCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Upload what a registry lacks of an image, and print its digest there.",
        usage: "cephdev push [IMAGE] DESTINATION [options]",
        discussion: """
            DESTINATION is HOST[:PORT]/REPOSITORY[:TAG]; without a tag, the image's own. Prints REPOSITORY@DIGEST alone on \
            standard output, and on standard error what was sent and the commands that roll the image out.

            Layers are compressed once, with zstd: smaller and faster to unpack than gzip. podman, CRI-O, containerd and \
            docker since 23.0 read it. Where this host's docker is older, or the registry refuses it, gzip is taken. Layers \
            of a base that came from a registry stay as they are there, so that nodes which have the base keep it.

            Credentials are those of 'podman login' and 'docker login' (REGISTRY_AUTH_FILE, auth.json, config.json).

            Examples:
              cephdev push quay.io/me/ceph:wip
              cephdev push ceph/daemon:wip registry.lab:5000/ceph --ca-file lab.pem
            """
    )

    @Argument(help: ArgumentHelp("[IMAGE] DESTINATION. (IMAGE: the workspace's last image)", valueName: "names"))
    var names: [String]

    @Option(help: "Of layers: zstd, gzip or none. (default: zstd where it is read, gzip otherwise)")
    var compression: CompressionOption?

    @OptionGroup(title: "Registry") var registry: RegistryOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        guard (1...2).contains(names.count) else { throw ValidationError("push takes [IMAGE] DESTINATION") }
    }

    func request() throws -> PushService.Request {
        var request = PushService.Request(
            to: try PushDestination(parsing: names[names.count - 1]),
            trust: registry.trust
        )
        request.image = names.count == 2 ? names[0] : nil
        request.compression = compression?.compression
        request.engine = try shared.engineKind()
        return request
    }

    func run() async throws {
        let request = try request()
        let console = shared.makeConsole()
        let service = PushService(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        let result = try await service.push(request)
        present(result, as: shared.format)
    }
}
