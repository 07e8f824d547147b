// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import SystemPackage

/// Files that show a build.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write one HTML page that shows the build, also a failed one: stages, compile steps, layers, linkage.",
            valueName: "file.html"
        ),
        completion: .file()
    )
    var report: String?

    @Option(
        help: ArgumentHelp(
            "Write the build as a trace for Perfetto (ui.perfetto.dev) or Chromium's viewer.",
            valueName: "file.json"
        ),
        completion: .file()
    )
    var trace: String?

    func validate() throws {
        for (name, value) in [("--report", report), ("--trace", trace)] where value?.isEmpty == true {
            throw ValidationError("\(name) wants the name of a file")
        }
        if let report, report == trace { throw ValidationError("--report and --trace want files of their own") }
    }

    var files: ReportFiles { ReportFiles(page: report.map { FilePath($0) }, trace: trace.map { FilePath($0) }) }
}
