// SPDX-License-Identifier: Apache-2.0

package import ArchiveKit
internal import Digests
package import ImageAssembly
internal import OCIKit
internal import Reporting

/// An image that is in a registry, and what to do with it there.
package struct PushResult: Sendable {
    /// What the image is called here.
    package let image: String
    package let publication: Publication
    /// Of the layers that were packed here; those of the base may be as its registry has them.
    package let compression: Compression
    package let trust: RegistryTrust

    /// `repository@digest`: this image and no other, whatever becomes of its tag.
    package var reference: String { "\(publication.repository)@\(publication.digest)" }

    /// Commands that bring the image to the nodes of a cluster, each with what it is for.
    package var rollout: [(purpose: String, command: String)] {
        [
            ("cephadm", "ceph orch upgrade start --image \(reference)"),
            ("Rook", "cephVersion.image: \(reference)"),
            ("podman", "podman pull \(trust.isInsecure ? "--tls-verify=false " : "")\(reference)"),
        ]
    }

    /// What the nodes of a cluster must be told before they pull, as sentences with commands.
    package var advice: [String] {
        let host = ImageReference.host(of: publication.repository) ?? "docker.io"
        var advice: [String] = []
        if trust.isInsecure {
            advice += [
                "each node needs 'insecure = true' for location \"\(host)\" in /etc/containers/registries.conf.d/, docker "
                    + "\"insecure-registries\": [\"\(host)\"] in /etc/docker/daemon.json",
                "cephadm: ceph config set mgr mgr/cephadm/registry_insecure true",
            ]
        }
        if trust.authority != nil {
            advice.append(
                "each node needs the authority's certificate at /etc/containers/certs.d/\(host)/ca.crt, docker at "
                    + "/etc/docker/certs.d/\(host)/ca.crt"
            )
        }
        if compression == .zstd { advice.append("nodes with docker need 23.0 or later: the layers are in zstd") }
        advice.append(
            "cephadm upgrades by digest; where nodes cannot pull one: "
                + "ceph config set mgr mgr/cephadm/use_repo_digest false"
        )
        return advice
    }
}

extension Publication {
    /// For the summary at the end of a stage.
    var summary: String {
        let parts = [(Fate.sent, "sent"), (.mounted, "mounted"), (.present, "already there")].map { fate, word in
            let count = blobs.count { $0.fate == fate }
            return count == 0 ? nil : "\(count) blobs \(word), \(ByteCount(byteCount(fate)))"
        }
        return parts.compactMap(\.self).joined(separator: "; ")
    }
}
