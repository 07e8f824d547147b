// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct ShellCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell",
        abstract: "A shell in the builder's container, as the source was compiled in it last.",
        discussion: """
            The container sees the workspace as the compiler did (/ceph, /ceph/build, /install), with the same environment, user \
            and folder, and is gone when the shell ends. A COMMAND runs without a terminal, and its exit status is that of \
            cephdev.

            Examples:
              cephdev shell
              cephdev shell -- ninja -C /ceph/build ceph-mds
            """
    )

    @OptionGroup(title: "Common") var shared: SharedOptions

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("What runs instead of a shell, after '--'.", valueName: "command")
    )
    var command: [String] = []

    func run() async throws {
        if command.isEmpty, !StandardStreams.inputIsTerminal {
            throw ValidationError("a shell needs a terminal; 'cephdev shell -- COMMAND' does without")
        }
        let service = ShellService(
            workspace: try shared.presentWorkspace(),
            engine: try shared.engineKind(),
            reporter: shared.makeConsole().reporter
        )
        let status = try await service.run(command)
        if status != 0 { throw ExitCode(status) }
    }
}
