// SPDX-License-Identifier: Apache-2.0

/// Where an engine is reached, and which one answers there.
package struct EngineAddress: Sendable, Hashable, Codable {
    /// As the engine's client has it: `unix:///var/run/docker.sock`, `ssh://build@host`.
    package let endpoint: String
    /// What the engine says it is. Two may call themselves alike (docker keeps its id in `/etc`), but not behind one
    /// endpoint and with one folder for their data.
    package let identity: String

    package init(endpoint: String, identity: String) {
        self.endpoint = endpoint
        self.identity = identity
    }

    /// Whether `endpoint` leads to a socket of this host, behind which its own engine is likely.
    package static func isSocket(_ endpoint: String) -> Bool { endpoint.hasPrefix("unix://") }
}
