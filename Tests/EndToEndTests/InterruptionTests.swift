// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// Ctrl-C in the middle of a build.
@Suite(.tags(.large), .serialized)
struct InterruptionTests {
    /// A line that cephdev prints in each stage, at which it is interrupted; configure and compile are made to last.
    static let moments = ["configure …", "compile …", "check …"]

    @Test(arguments: BuildTests.engines, moments)
    func `an interrupt stops the container, and the next run carries on`(engine: String, moment: String) async throws {
        let sample = try await Sample(engine: engine)
        let checkout = sample.repositories.appending("miniceph")
        let script = checkout.appending("CMakeLists.txt").string
        let original = try Data(contentsOf: URL(filePath: script))
        if moment == "configure …" { try append("execute_process(COMMAND sleep 60)", to: script) }
        if moment == "compile …" { try append("add_custom_target(slow ALL COMMAND sleep 60)", to: script) }

        let arguments = ["build", "--source", checkout.string, "--verbose"] + sample.common
        let process = ProcessID()
        let interrupted = try await interrupt(sample.command(arguments), process, at: moment)
        #expect(interrupted.status == .exited(130), "\(interrupted.errors.suffix(5))")
        #expect(try await containers(of: process.id, in: engine).isEmpty)
        #expect(try await !sample.has(sample.name))

        try original.write(to: URL(filePath: script))
        let next = try await ProcessRunner.run(sample.command(arguments))
        #expect(next.status.isSuccess, "\(next.errors.suffix(5))")
        try await sample.clean()
    }

    /// Runs `command` through a shell that says its process id first, and sends INT when `moment` is printed.
    private func interrupt(_ command: Command, _ process: ProcessID, at moment: String) async throws -> ProcessResult {
        var wrapped = command
        wrapped.program = "/bin/sh"
        wrapped.arguments = ["-c", "echo \"pid $$\" >&2; exec \"$@\"", "sh", command.program] + command.arguments
        return try await ProcessRunner.run(wrapped) { line, stream in
            guard stream == .errors else { return }
            if line.hasPrefix("pid ") { process.set(Int32(line.dropFirst(4)) ?? 0) }
            if line.hasPrefix(moment) { process.interruptOnce() }
        }
    }

    private func containers(of process: Int32, in engine: String) async throws -> [String] {
        let list = Command(engine, ["ps", "--all", "--quiet", "--filter", "name=cephdev-\(process)-"])
        return try await ProcessRunner.run(list).requireSuccess().output
    }

    private func append(_ line: String, to file: String) throws {
        let text = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        try Data((text + "\n" + line + "\n").utf8).write(to: URL(filePath: file))
    }
}
