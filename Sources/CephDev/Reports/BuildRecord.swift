// SPDX-License-Identifier: Apache-2.0

internal import BuildReports
internal import CephBuild
internal import Digests
internal import FoundationEssentials
internal import SystemPackage

/// The report of a workspace's last build, as it is kept.
package struct BuildRecord: Sendable {
    let file: FilePath

    package init(of workspace: Workspace) {
        file = workspace.folders.logs.appending("last-build.json")
    }

    func keep(_ report: BuildReport) throws {
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string,
            withIntermediateDirectories: true
        )
        try Data(CanonicalJSON.encode(report)).write(to: URL(filePath: file.string), options: .atomic)
    }

    /// Shows the build in `files`.
    ///
    /// - Throws: ``ReportFailure``, or what the file system says.
    package func show(in files: ReportFiles) throws {
        try files.requireWritable()
        try files.write(read())
    }

    func read() throws -> BuildReport {
        guard FileManager.default.fileExists(atPath: file.string) else { throw ReportFailure.noBuildYet(file) }
        do {
            return try BuildReport(record: [UInt8](Data(contentsOf: URL(filePath: file.string))))
        } catch let error as BuildReportError {
            throw ReportFailure.unreadable(file, reason: error.reason)
        }
    }
}
