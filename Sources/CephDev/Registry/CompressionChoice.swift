// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import EngineKit

/// How layers are compressed when nobody said it: zstd where it is read, gzip otherwise.
///
/// Registries keep both. podman, CRI-O and containerd have read zstd for years, docker only since 23.0; where this host's
/// engine is an older docker, the nodes' are likely to be the same.
enum CompressionChoice {
    private static let firstDockerWithZstd = 23

    /// The method for `engine`, and why, when it is not zstd.
    static func standard(for engine: ContainerEngine) async throws -> (Compression, reason: String?) {
        guard engine.kind == .docker else { return (.zstd, nil) }
        return standard(dockerVersion: try await engine.serverVersion())
    }

    static func standard(dockerVersion version: String) -> (Compression, reason: String?) {
        let major = version.split(separator: ".").first.flatMap { Int($0) }
        guard let major, major < firstDockerWithZstd else { return (.zstd, nil) }
        return (.gzip, "docker \(version) reads no zstd; where no node has a docker before 23, --compression zstd")
    }
}
