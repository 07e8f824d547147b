// SPDX-License-Identifier: Apache-2.0

import CephDev
import FoundationEssentials
import OCIKit
import Reporting
import SystemPackage
import TestSupport
import Testing

/// Images in a registry, where skopeo put them.
@Suite(.tags(.large)) struct RegistryImagesTests {
    @Test func `images of a registry are listed, inspected and compared`() async throws {
        let images = try DiskImages()
        let base = [(path: "etc/os-release", text: "ID=x")]
        try await images.make("old", [base, [("usr/bin/ceph-mds", "1")]])
        try await images.make("new", [base, [("usr/bin/ceph-mds", "22")]])
        try await TestRegistry.with { registry in
            let repository = "\(registry.address)/a/b"
            for name in ["old", "new"] {
                let copy = "skopeo --insecure-policy copy -q --dest-tls-verify=false oci:layout:\(name)"
                try await images.scratch.run("sh", "-ec", "\(copy) docker://\(repository):\(name)")
            }
            let workspace = try Workspace(at: images.workspace, cache: images.cache)
            let trust = RegistryTrust(isInsecure: true)

            let listed = try await ImageLister(workspace: workspace, trust: trust)
                .list("docker://\(repository)", engine: nil)
            #expect(Set(listed.map(\.reference)) == ["\(repository):old", "\(repository):new"])
            #expect(listed.allSatisfy { $0.newByteCount > 0 && $0.newByteCount < $0.byteCount })
            #expect(listed.allSatisfy { $0.origin.commit == "0123456789abc" })

            let service = InspectService(workspace: workspace, reporter: .silent, trust: trust, engine: nil)
            let remote = try await service.inspect(.registry("\(repository):new"), called: "x")
            let local = try await service.inspect(images.location("new"), called: "x")
            #expect(remote == local && remote.files.map(\.path) == ["/usr/bin/ceph-mds"])
            let byDigest = try #require(remote.digest)
            let again = try await service.inspect(.registry("\(repository)@\(byDigest)"), called: "x")
            #expect(again == remote)

            let diff = DiffService(workspace: workspace, reporter: .silent, trust: trust, engine: nil)
            let difference = try await diff.compare(.registry("\(repository):old"), .registry("\(repository):new"))
            let pulled = remote.layers[1].compressedSize ?? 0
            #expect(difference.files.map(\.path) == ["/usr/bin/ceph-mds"] && difference.pull.isCompressed)
            #expect(difference.pull.byteCount > pulled && difference.pull.byteCount < pulled + 2000)
        }
    }
}
