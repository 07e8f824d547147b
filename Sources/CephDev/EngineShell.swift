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
            let file = scratch.appending("input-\(getpid())-\(UInt32.random(in: 0...UInt32.max))")
            try FileManager.default.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
            try Data((input.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file.string))
            defer { try? FileManager.default.removeItem(atPath: file.string) }  // scratch
            let descriptor = try FileDescriptor.open(file, .readOnly, options: .closeOnExec)
            defer { try? descriptor.close() }  // read only: nothing to lose
            let run = ContainerRun(image: image, command: ["/bin/sh", "-c", script])
            let result = try await engine.run(run, input: descriptor)
            return result.output + (result.status.isSuccess ? [] : result.errors)
        }
    }

    /// What `ldconfig` would write as `/etc/ld.so.cache` in `image`; the image's links stay as they are.
    func loaderCache(of image: String) async throws -> FilePath {
        let folder = scratch.appending("loader-cache")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let file = folder.appending("ld.so.cache")
        let output = try FileDescriptor.open(
            file,
            .writeOnly,
            options: [.create, .truncate, .closeOnExec],
            permissions: .ownerReadWrite
        )
        defer { try? output.close() }  // it is read again at once, and a short one shows in the check
        let script = "/sbin/ldconfig -X -C /tmp/ld.so.cache >&2 && cat /tmp/ld.so.cache"
        let run = ContainerRun(image: image, command: ["/bin/sh", "-c", script])
        let result = try await engine.run(run, output: output)
        _ = try result.requireSuccess()
        return file
    }
}
