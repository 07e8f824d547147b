// SPDX-License-Identifier: Apache-2.0

/// What an image runs on, in Go's words (image-spec, image-index.md).
package struct Platform: Sendable, Hashable, CustomStringConvertible {
    package let operatingSystem: String
    package let architecture: String

    package init(operatingSystem: String, architecture: String) {
        self.operatingSystem = operatingSystem
        self.architecture = architecture
    }

    package var description: String { "\(operatingSystem)/\(architecture)" }

    /// This host's.
    package static let host: Platform = {
        #if arch(x86_64)
            let architecture = "amd64"
        #elseif arch(arm64)
            let architecture = "arm64"
        #elseif arch(powerpc64le)
            let architecture = "ppc64le"
        #elseif arch(s390x)
            let architecture = "s390x"
        #elseif arch(riscv64)
            let architecture = "riscv64"
        #else
            let architecture = "unknown"
        #endif
        return Platform(operatingSystem: "linux", architecture: architecture)
    }()
}
