// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// A folder or file of the host seen inside a container.
package struct BindMount: Sendable, Equatable, Codable {
    package var source: FilePath
    package var target: FilePath
    package var isReadOnly: Bool

    package init(_ source: FilePath, at target: FilePath, readOnly: Bool = false) {
        self.source = source
        self.target = target
        self.isReadOnly = readOnly
    }
}

/// A volume of the engine's own seen inside a container.
package struct VolumeMount: Sendable, Hashable, Codable {
    package var name: String
    package var target: FilePath

    package init(_ name: String, at target: FilePath) {
        self.name = name
        self.target = target
    }
}

/// One run of a container, from its start to its removal.
package struct ContainerRun: Sendable, Equatable, Codable {
    package enum Network: String, Sendable, Codable {
        case host, none
    }

    /// The image's id or name.
    package var image: String
    /// What runs instead of the image's entry point.
    package var command: [String]
    package var mounts: [BindMount]
    package var volumes: [VolumeMount] = []
    package var environment: [String: String]
    /// More environment, which no command line shows: the engine reads it from its own.
    package var secrets: [String: String]
    package var network: Network
    package var workingDirectory: FilePath?
    /// `uid:gid`; the image's own user when nil.
    package var user: String?
    /// By which it can be found as long as it is there.
    package var labels: [String: String]

    package init(
        image: String,
        command: [String],
        mounts: [BindMount] = [],
        environment: [String: String] = [:],
        secrets: [String: String] = [:],
        network: Network = .none,
        workingDirectory: FilePath? = nil,
        user: String? = nil,
        labels: [String: String] = [:]
    ) {
        self.image = image
        self.command = command
        self.mounts = mounts
        self.environment = environment
        self.secrets = secrets
        self.network = network
        self.workingDirectory = workingDirectory
        self.user = user
        self.labels = labels
    }
}
