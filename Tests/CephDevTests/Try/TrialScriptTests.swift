// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

@testable import CephDev

/// The functions that scripts of a trial share, run by the host's shell.
@Suite(.tags(.medium))
struct TrialScriptTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("daemons", "")
        try scratch.write("run/here.pid", "\(ProcessIdentity.processID)\n")
        try scratch.write("run/gone.pid", "4194305\n")
    }

    private func run(_ script: String) async throws -> (output: StepOutput, status: ProcessKit.ExitStatus) {
        let prelude = TrialScript.prelude.replacing(TrialCluster.folder, with: scratch.path.string)
        let result = try await ProcessRunner.run(Command("dash", ["-c", prelude + script]))
        return (StepOutput(result.output), result.status)
    }

    @Test func `a command is announced, and its failure ends the script`() async throws {
        let (output, status) = try await run("run echo a; run sh -c 'echo b >&2; exit 3'; run echo c")
        #expect(output.commands.map(\.line) == ["echo a", "sh -c echo b >&2; exit 3"])
        #expect(output.commands.last?.output == ["b"])
        #expect(status == .exited(3))
    }

    @Test func `a daemon without a process is dead`() async throws {
        let script = "account=; daemon here true; daemon gone true; daemon never true; living"
        let (output, status) = try await run(script)
        #expect(output.deadDaemons == ["gone", "never"])
        #expect(status.isSuccess)
    }

    @Test func `a daemon that says late who it is lives`() async throws {
        let script = "late() { (sleep 1; echo $$ >$folder/run/late.pid) & }; account=; daemon late late; living"
        let (output, status) = try await run(script)
        #expect(output.deadDaemons.isEmpty)
        #expect(status.isSuccess)
    }

    @Test func `a client that crashes is given a second chance, with a warning`() async throws {
        let script = "client sh -c 'mkdir \(scratch.path)/once || exit 0; kill -ABRT $$'"
        let (output, status) = try await run(script)
        #expect(status.isSuccess)
        #expect(output.warnings.count == 1 && output.warnings.first?.contains("status 134") == true)
    }

    @Test(arguments: [("exit 2", 2), ("kill -ABRT $$", 134)])
    func `a client that fails, or crashes again, ends the script`(script: String, status: Int32) async throws {
        let result = try await run("client sh -c '\(script)'; echo on")
        #expect(result.status == .exited(status))
    }

    /// A client that keeps objects as files, and spoils those called `spoilt`.
    private static let store = """
        store() {
            case $1 in
            put) cp "$3" "$folder/$2" ;;
            get) cp "$folder/$2" "$3"; [ "$2" != spoilt ] || echo >>"$3" ;;
            esac
        }

        """

    @Test(arguments: [("good", true), ("spoilt", false)])
    func `what comes back is compared with what went in`(object: String, isSame: Bool) async throws {
        try scratch.write("written", "abc")
        let (output, status) = try await run(Self.store + "object=\(object); roundtrip store")
        #expect(status.isSuccess == isSame)
        #expect(output.commands.last?.output == (isSame ? [] : ["what was read is not what was written"]))
    }

    @Test(arguments: [("osd.0", false, ["new"]), ("osd.0", true, ["old", "new"]), ("osd.1", false, ["first"])])
    func `what was logged since the mark is shown, or all of it`(
        daemon: String,
        isWhole: Bool,
        lines: [String]
    ) async throws {
        try scratch.write("osd.0.log", "old\n")
        let later = "echo new >>\"$folder/osd.0.log\"; echo first >\"$folder/osd.1.log\"\n"
        let script = TrialScript.mark + later + TrialScript.log(of: daemon, isWhole: isWhole)
        #expect(try await run(script).output.head == lines)
    }

    @Test func `programs that are missing are named`() async throws {
        let (output, _) = try await run(TrialScript.lookFor(["sh", "no-such-program", "nor this"]))
        #expect(output.head == ["no-such-program", "nor this"])
    }
}
