// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import FoundationEssentials
internal import GitKit
internal import SystemPackage

/// Which source is built.
struct SourceOptions: ParsableArguments {
    static let defaultURL = "https://github.com/ceph/ceph.git"

    @Option(help: ArgumentHelp("Repository. (GIT_URL; default: \(defaultURL))", valueName: "url"))
    var gitURL: String?

    @Option(
        help: ArgumentHelp(
            "Branch, tag, commit or remotes/origin/BRANCH. (SHA1_OR_REF; default: the default branch)",
            valueName: "ref"
        )
    )
    var ref: String?

    @Option(help: ArgumentHelp("Build this checkout as it lies, uncommitted edits included.", valueName: "dir"))
    var source: String?

    func validate() throws {
        if source != nil, gitURL != nil || ref != nil {
            throw ValidationError("--source excludes --git-url and --ref")
        }
    }

    func spec(inputs: Inputs = Inputs()) throws -> SourceSpec {
        let here = FilePath(FileManager.default.currentDirectoryPath)
        if let source { return .directory(here.pushing(FilePath(source)).lexicallyNormalized()) }
        let url = gitURL ?? inputs["GIT_URL"] ?? Self.defaultURL
        return .repository(
            url: try GitURL(parsing: url, relativeTo: here),
            ref: ref ?? inputs["SHA1_OR_REF"]
        )
    }
}
