// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import Glibc
internal import ImageAssembly
internal import ImageCheck
internal import ProcessKit
internal import SystemPackage

/// Runs the checker's scripts in a container of an image, once that has arrived in the engine.
struct EngineShell: Sendable {
    let engine: ContainerEngine
    let network: ContainerRun.Network
    let arrival: Arrival?
    /// Whose image it is: the container's removal is waited for with theirs; at once when nil.
    let candidates: Candidates?

    func shell(of image: String) -> ImageShell {
        { script, lastLine, input in
            try await arrival?.wait()
            let (reader, writer) = try FileDescriptor.pipe()
            let (lines, said) = AsyncStream.makeStream(of: String.self)
            let run = ContainerRun(image: image, command: ["/bin/sh", "-c", script], network: network)
            let running = Task {
                defer {
                    said.finish()
                    try? reader.close()  // read only: nothing to lose
                }
                return try await engine.run(run, input: reader) { line, stream in
                    if stream == .output { said.yield(line) }
                }
            }
            return try await withTaskCancellationHandler {
                do {
                    try await send(input, to: writer)
                    return try await output(of: running, lines, until: lastLine)
                } catch {
                    running.cancel()
                    _ = await running.result
                    throw error
                }
            } onCancel: {
                running.cancel()
            }
        }
    }

    private func send(_ input: () async throws -> [String], to writer: FileDescriptor) async throws {
        defer { try? writer.close() }  // a pipe: what was written is there
        // Few enough for the pipe to take them at once.
        try await writer.writeAll(input().map { $0 + "\n" }.joined().utf8)
    }

    private func output(
        of running: Task<ProcessResult, any Error>,
        _ lines: AsyncStream<String>,
        until lastLine: String
    ) async throws -> [String] {
        var output: [String] = []
        for await line in lines {
            output.append(line)
            if line == lastLine, let candidates {
                candidates.outlast(running)
                return output
            }
        }
        let result = try await running.value
        return output + (result.status.isSuccess ? [] : result.errors)
    }
}
