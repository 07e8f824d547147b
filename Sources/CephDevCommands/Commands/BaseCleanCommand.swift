// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct BaseCleanCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Remove images that 'base build' made, and what was staged for them.",
        discussion: """
            Without an option those of the chosen flavors. Only images that carry cephdev's label under the name that they were \
            built as are removed: never what was made from them.

            Examples:
              cephdev base clean --flavor reef,debian,trixie --dry-run
              cephdev base clean --all
            """
    )

    @OptionGroup var flavors: FlavorOptions
    @OptionGroup(title: "Names") var names: StagingOptionGroup

    @Flag(help: "Images that lost their names to newer ones.")
    var nones = false

    @Flag(help: "All images of flavors in --registry, those without a name, and all that was staged.")
    var all = false

    @Flag(help: "The same whatever registry they are named for.")
    var nuke = false

    @Flag(help: "Do not ask before --nuke.")
    var yes = false

    @Flag(help: "Say what would go, and remove nothing.")
    var dryRun = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        if [nones, all, nuke].count(where: \.self) > 1 {
            throw ValidationError("choose one of --nones, --all and --nuke")
        }
    }

    private func scope() throws -> FlavorCleanService.Scope {
        if nones { return .nameless }
        if all { return .registry }
        if nuke { return .everything }
        return .flavors(try flavors.chosenOrFirst(of: flavors.openTree()))
    }

    func run() async throws {
        if nuke, !dryRun, !yes { try confirm() }
        let console = shared.makeConsole()
        let service = FlavorCleanService(workspace: try shared.presentWorkspace(), reporter: console.reporter)
        let removals = try await service.clean(
            scope(),
            flavors.stagingOptions(names),
            engine: shared.engineKind(),
            isDryRun: dryRun
        )
        present(removals, isDryRun: dryRun, as: shared.format)
    }

    /// - Throws: `CleanExit` when the answer is no, and a `ValidationError` where nobody can answer.
    private func confirm() throws {
        let question = "Remove all images of flavors, whatever registry they are named for? [y/N]"
        guard let answer = StandardStreams.answer(to: question) else {
            throw ValidationError("--nuke removes images of every registry; say --yes where nobody can be asked")
        }
        guard answer.lowercased().hasPrefix("y") else { throw CleanExit.message("nothing was removed") }
    }
}
