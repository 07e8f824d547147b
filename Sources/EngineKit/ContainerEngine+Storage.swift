// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit
package import SystemPackage

extension ContainerEngine {
    /// The folder in which the engine keeps images and containers, on the engine's own host.
    package func storage() async throws -> FilePath {
        let format = kind == .docker ? "{{.DockerRootDir}}" : "{{.Store.GraphRoot}}"
        let answer = try await perform("tell", on: "where it keeps images", ["info", "--format", format]).output.first
        return FilePath(answer ?? "")
    }
}
