// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import CephBuild
import CephDev
import Digests
import EngineKit
import FileTree
import FoundationEssentials
import GitKit
import ImageCheck
import OCIKit
import ProcessKit
import Reporting
import SystemPackage
import Testing

struct ErrorReportTests {
    private struct Surprise: Error {}

    private static let unreachable = GitError.fetchFailed(url: "https://host/a", reason: "timed out")
    private static func registry(_ problem: RegistryProblem) -> EngineError {
        .registry(problem, action: "push", subject: "h:1/x", message: "m")
    }

    private static let command = Command("tar", ["--create"])

    /// Errors, their exit status, and whether there is something to try.
    private static let cases: [(error: any Error, status: Int32, hasHint: Bool)] = [
        (CancellationError(), 130, false),
        (Surprise(), 70, true),
        // git
        (GitError.unknownRef(ref: "x", url: "u", candidates: []), 65, true),
        (GitError.invalidCommit("x"), 65, false),
        (GitError.unsafeURL(url: "u", reason: "r"), 65, false),
        (GitError.submodule(path: "src/xxHash", url: "u", reason: .invalidCommit("x")), 65, true),
        (unreachable, 69, true),
        (GitError.gitNotInstalled(url: "u", reason: "r"), 69, true),
        (GitError.file(operation: "write", path: "/x", reason: "full"), 74, false),
        // Engines and programs
        (EngineError.noEngine(reasons: []), 69, true),
        (EngineError.unreachable(engine: "docker", endpoint: "ssh://far", reason: "r"), 69, true),
        (EngineError.unreachable(engine: "docker", endpoint: "context 'x'", reason: "r"), 69, true),
        (EngineError.unreachable(engine: "podman", endpoint: "tcp://far:1", reason: "r"), 69, true),
        (EngineError.failed(engine: "docker", action: "pull", subject: "a", lastLines: []), 69, false),
        (EngineError.unreadableAnswer(engine: "docker", action: "a", reason: "r"), 69, false),
        (EngineError.unknownImage("a", engine: "docker"), 65, true),
        (registry(.unauthorized), 69, true),
        (registry(.notHTTPS), 69, true),
        (registry(.diskFull), 74, true),
        (registry(.other), 69, false),
        (RegistryFailure.notADestination("x"), 65, true),
        (RegistryFailure.notServed(reason: "r"), 69, true),
        (ProcessError.notFound(program: "skopeo"), 69, true),
        (ProcessError.notStarted(command: command, reason: "r"), 69, false),
        (ProcessError.failed(command: command, status: .exited(2), lastLines: []), 69, false),
        // What was read
        (ArchiveError.memberMissing("manifest.json"), 65, false),
        (OCIError.invalidReference("A", reason: "r"), 65, false),
        (DigestError.malformed("x"), 65, false),
        (TreePathError.leavesRoot("../x"), 65, false),
        (CheckError.noCommandRan(lastLines: []), 69, false),
        // The disk
        (ScanError.unreadable("/x", .permissionDenied), 74, false),
        (Errno.noSpace, 74, false),
        (CocoaError(.fileWriteNoPermission), 74, false),
        // Failures name their own kind
        (BuildFailure.compileFailed(Breakage(.compile, workspace: "/w", log: "/log")), 2, false),
        (BuildFailure.noDependencyLists("/src"), 65, true),
        (BuildFailure.cannotProbe(image: "a", lastLines: []), 69, false),
        (WorkspaceFailure.busy("/w"), 75, true),
        (WorkspaceFailure.noImageYet("/w"), 65, true),
        (WorkspaceFailure.nothingCompiled("/w"), 65, true),
        (WorkspaceFailure.builderGone("b", engine: "docker"), 65, true),
        (WorkspaceFailure.folderGone("/w/build"), 65, true),
        (WorkspaceFailure.compiledElsewhere("/w", engine: "docker"), 65, true),
        (WorkspaceFailure.noLog("/w", stage: .compile), 65, true),
        (WorkspaceFailure.noBase(name: "a", engine: "docker", reason: "r"), 69, true),
    ]

    @Test(arguments: cases)
    func `every error has its exit status, and a hint where one helps`(error: any Error, status: Int32, hasHint: Bool) {
        let report = ErrorReport(error)
        #expect(report.kind.rawValue == status)
        #expect((report.hint != nil) == hasHint)
    }

    @Test(arguments: cases)
    func `every error is said in words`(error: any Error, status: Int32, hasHint: Bool) {
        #expect(!ErrorReport(error).message.isEmpty)
    }

    @Test func `the facts of an error are in its message`() {
        #expect(ErrorReport(Self.unreachable).message == "cannot fetch https://host/a: timed out")
    }

    @Test func `a missing program is named in the hint`() {
        #expect(ErrorReport(ProcessError.notFound(program: "skopeo")).hint == "install skopeo")
    }

    @Test func `a file that cannot be read is named`() {
        let error = #expect(throws: (any Error).self) { try Data(contentsOf: URL(filePath: "/no/such/file")) }
        let report = error.map { ErrorReport($0) }
        #expect(report?.kind == .inputOutput)
        #expect(report?.message.contains("/no/such/file") == true)
    }
}
