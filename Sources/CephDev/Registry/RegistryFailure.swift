// SPDX-License-Identifier: Apache-2.0

package import Reporting
package import SystemPackage

/// Why an image does not come into a registry, or a registry does not tell what it holds.
package enum RegistryFailure: Failure {
    case notADestination(String)
    case noAuthority(FilePath)
    case notPushed(name: String, destination: String, compression: String)
    case noCatalog(host: String, reason: String)
    case notServed(reason: String)

    package var kind: FailureKind {
        switch self {
        case .notADestination, .noAuthority: .badInput
        case .notPushed, .noCatalog, .notServed: .unavailable
        }
    }

    package var description: String {
        switch self {
        case .notADestination(let text): "'\(text)' is no place in a registry"
        case .noAuthority(let path): "there is no certificate at \(path)"
        case .notPushed(let name, let destination, let compression):
            "\(destination) takes no layers in \(compression), so \(name) was not pushed"
        case .noCatalog(let host, let reason): "\(host) does not tell which repositories it has: \(reason)"
        case .notServed(let reason): "the registry does not start: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .notADestination: "a destination is HOST[:PORT]/REPOSITORY[:TAG]"
        case .noAuthority: "--ca-file takes a PEM file"
        case .notPushed: "choose another --compression"
        case .noCatalog:
            "many registries keep that to their administrators; 'cephdev registry tags' asks for one repository"
        case .notServed: "install docker-registry"
        }
    }
}
