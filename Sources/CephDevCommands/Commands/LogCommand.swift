// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import CephDev
internal import Console

struct LogCommand: ToolCommand {
    enum Stage: String, ExpressibleByArgument, CaseIterable {
        case configure, compile, install
    }

    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "What the tools printed in the last run, or a picture of it.",
        discussion: """
            STAGE is configure, compile or install; without it, the one that ran last, which is the one that failed if one did. --report \
            and --trace show the whole build instead, as far as it got.

            Examples:
              cephdev log
              cephdev log compile --errors
              cephdev log --report build.html
            """
    )

    @Argument(help: "The stage.")
    var stage: Stage?

    @Flag(help: "Only what failed: each step's target, command and diagnostics.")
    var errors = false

    @OptionGroup(title: "Report") var reports: ReportOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        guard !reports.files.isEmpty, stage != nil || errors else { return }
        throw ValidationError("--report and --trace show the whole build: STAGE and --errors are of no use with them")
    }

    func run() async throws {
        if !reports.files.isEmpty {
            return try BuildRecord(of: shared.presentWorkspace()).show(in: reports.files)
        }
        let service = LogService(workspace: try shared.presentWorkspace())
        let found = try service.find(stage.flatMap { LoggedStage(rawValue: $0.rawValue) })
        let presentation = LogPresentation(
            stage: found.stage,
            path: found.path,
            onlyErrors: errors,
            format: shared.format
        )
        presentation.begin()
        try await service.read(found.path) { presentation.take($0) }
        let count = presentation.end()
        if errors, count == 0, !shared.quiet { StandardStreams.message("nothing failed in \(found.path)") }
    }
}
