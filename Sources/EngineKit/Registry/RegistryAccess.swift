// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// How a registry is to be trusted. Credentials are no part of it: skopeo finds them where `podman login` and `docker
/// login` put them (containers-auth.json(5)).
package struct RegistryAccess: Sendable, Equatable {
    /// Plain HTTP, and certificates that nobody vouches for.
    package var isInsecure: Bool
    /// A folder whose `*.crt` files are authorities to trust besides the system's (containers-certs.d(5)).
    package var certificates: FilePath?

    package init(isInsecure: Bool = false, certificates: FilePath? = nil) {
        self.isInsecure = isInsecure
        self.certificates = certificates
    }

    /// On which side of a copy the registry is; neither for the commands that know one side only.
    enum Side: String {
        case source = "src-"
        case destination = "dest-"
        case only = ""
    }

    func options(_ side: Side) -> [String] {
        var options: [String] = []
        if isInsecure { options.append("--\(side.rawValue)tls-verify=false") }
        if let certificates { options += ["--\(side.rawValue)cert-dir", certificates.string] }
        return options
    }
}
