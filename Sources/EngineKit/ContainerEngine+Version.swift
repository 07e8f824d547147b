// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit

extension ContainerEngine {
    /// The version of docker's daemon, or of podman.
    package func serverVersion() async throws -> String {
        let format = kind == .docker ? "{{.Server.Version}}" : "{{.Client.Version}}"
        return try await perform("tell", on: "its version", ["version", "--format", format]).output.first ?? ""
    }
}
