// SPDX-License-Identifier: Apache-2.0

/// What stands between cephdev and a registry, as far as skopeo's words for it tell; it has one exit status for all.
package enum RegistryProblem: Sendable, Equatable, CaseIterable {
    case unauthorized, denied, unreachable, notHTTPS, untrusted, unknownName, refusedManifest, busy, diskFull
    /// The source of a copy lacks a blob that the destination lacks too.
    case blobMissing
    case other

    /// The words that containers/image, Go's network and TLS packages, curl and registries use; the first that fits counts.
    private static let words: [(problem: RegistryProblem, words: [String])] = [
        (.diskFull, ["no space left on device"]),
        (.blobMissing, [": no such file or directory"]),
        (.refusedManifest, ["manifest invalid", "unsupported media type", "415 (unsupported"]),
        (.unauthorized, ["unauthorized", "authentication required", "invalid username/password", "401 ("]),
        (.denied, ["denied", "403 ("]),
        (.notHTTPS, ["server gave http response to https client", "wrong version number"]),
        (.untrusted, ["x509:", "certificate"]),
        (.busy, ["toomanyrequests", "429 ("]),
        (.unknownName, ["manifest unknown", "name unknown", "name not known", "404 (not found)"]),
        (
            .unreachable,
            [
                "connection refused", "no such host", "i/o timeout", "dial tcp", "network is unreachable",
                "couldn't connect", "could not resolve", "connection reset", "unexpected eof", "tls handshake timeout",
            ]
        ),
    ]

    init(message: String) {
        let text = message.lowercased()
        self = Self.words.first { $0.words.contains { text.contains($0) } }?.problem ?? .other
    }
}
