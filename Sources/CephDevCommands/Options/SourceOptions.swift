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
            """
            Branch, tag, commit, remotes/origin/BRANCH, pr/NUMBER, or OWNER:BRANCH of a fork. (SHA1_OR_REF; default: the \
            default branch)
            """,
            valueName: "ref"
        )
    )
    var ref: String?

    @Option(help: ArgumentHelp("Build this checkout as it lies, uncommitted edits included.", valueName: "dir"))
    var source: String?

    @Option(
        help: ArgumentHelp(
            "Patch, or mails of 'git format-patch', to apply to the commit; repeatable, in order.",
            valueName: "file"
        )
    )
    var patch: [String] = []

    @OptionGroup var network: NetworkOptions

    @Flag(
        inversion: .prefixedNo,
        help: """
            Has no effect: each URL has a mirror of its own, in which remotes/OWNER/BRANCH is found as docker-cephdev's \
            extra remote would have it. (ADD_URL_AS_REMOTE; default: true)
            """
    )
    var addRemote = true

    func validate() throws {
        if source != nil, gitURL != nil || ref != nil || !patch.isEmpty {
            throw ValidationError("--source excludes --git-url, --ref and --patch")
        }
    }

    func policy(inputs: Inputs = Inputs()) throws -> SourcePolicy {
        _ = try inputs.flag("ADD_URL_AS_REMOTE")
        let here = FilePath(FileManager.default.currentDirectoryPath)
        var policy = SourcePolicy()
        policy.patches = patch.map { here.pushing(FilePath($0)) }
        policy.rewrites = try network.rewrites(inputs: inputs)
        policy.isOffline = try network.isOffline(inputs: inputs)
        return policy
    }

    func spec(inputs: Inputs = Inputs()) throws -> SourceSpec {
        let here = FilePath(FileManager.default.currentDirectoryPath)
        if let source { return .directory(here.pushing(FilePath(source)).lexicallyNormalized()) }
        let url = gitURL ?? inputs["GIT_URL"] ?? Self.defaultURL
        let ref = ref ?? inputs["SHA1_OR_REF"]
        _ = try RefRequest(parsing: ref)
        return .repository(url: try GitURL(parsing: url, relativeTo: here), ref: ref)
    }
}
