// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import Console

struct DoctorCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what this host lacks, and what mends it.",
        discussion: """
            Exit status 1 when something is wrong.

            Examples:
              cephdev doctor
              cephdev doctor --verify --repair
            """
    )

    @Flag(help: "Read every layer in the cache and compare it with its digest.")
    var verify = false

    @Flag(help: "Remove what is broken in the cache; the next run makes it again.")
    var repair = false

    @OptionGroup(title: "Common") var shared: SharedOptions

    func run() async throws {
        var request = Doctor.Request(workspace: shared.workspaceFolder(), cache: shared.cacheFolder())
        request.engine = try shared.engineKind()
        request.verifies = verify
        request.repairs = repair
        let diagnoses = try await Doctor(request).examine()
        present(diagnoses)
        if diagnoses.contains(where: { !$0.isHealthy }) { throw ExitCode(1) }
    }
}
