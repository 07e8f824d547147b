// SPDX-License-Identifier: Apache-2.0

internal import EngineKit

extension RegistryProblem {
    /// What to try when `host` stands in the way so.
    func hint(for host: String) -> String? {
        switch self {
        case .unauthorized: "run 'podman login \(host)' or 'docker login \(host)'"
        case .denied: "may this account write there? 'podman login \(host)' takes another"
        case .unreachable: "is the name right, and can this host reach \(host)?"
        case .notHTTPS: "\(host) speaks plain HTTP: --insecure allows it"
        case .untrusted: "name the authority of \(host) with --ca-file, or trust anything with --insecure"
        case .unknownName: "is the name right? 'cephdev registry tags REPOSITORY' lists what is there"
        case .refusedManifest: "try '--compression gzip'"
        case .busy: "wait, and run the command again: what was sent stays"
        case .diskFull: "free some space, and run the command again: what was sent stays"
        case .blobMissing, .other: nil
        }
    }
}
