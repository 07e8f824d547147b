// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import Glibc
internal import ImageCheck
internal import ProcessKit
internal import SystemPackage

/// Runs the checker's scripts in a container of an image.
struct EngineShell: Sendable {
    let engine: ContainerEngine
    let scratch: FilePath

    func shell(of image: String) -> ImageShell {
        { script, input in
            let (reader, writer) = try FileDescriptor.pipe()
            defer { try? reader.close() }  // read only: nothing to lose
            async let running = engine.run(
                ContainerRun(image: image, command: ["/bin/sh", "-c", script]),
                input: reader
            )
            do {
                defer { try? writer.close() }  // a pipe: what was written is there
                // Few enough for the pipe to take them at once.
                try await writer.writeAll(input().map { $0 + "\n" }.joined().utf8)
            }
            let result = try await running
            return result.output + (result.status.isSuccess ? [] : result.errors)
        }
    }
}
