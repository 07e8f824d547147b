// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Digests
import FoundationEssentials
import ImageAssembly
import OCIKit
import SystemPackage
import TestSupport
import Testing

/// Layouts that somebody damaged, or made to do harm.
@Suite(.tags(.medium)) struct HostileLayoutTests {
    /// Shell commands in the folder of a layout; `$M`, `$C` and `$L` are its manifest, configuration and first layer.
    private static let damages = [
        "rm oci-layout", "rm index.json", "echo > index.json", "echo '{}' > index.json",
        "echo '{\"manifests\":[]}' > index.json",
        "rm $M", "rm $C", "rm $L", "echo >> $M", "echo >> $C", "echo >> $L",
        "head -c 100 $L > x; mv x $L", "truncate -s 0 $L",
        "rm $L; ln -s /dev/zero $L", "rm $L; mkfifo $L", "rm $M; mkfifo $M", "rm $C; mkdir $C",
        "rm $C; ln -s /etc/passwd $C",
        "rm index.json; mkfifo index.json", "rm index.json; ln -s /dev/zero index.json",
        "rm oci-layout; mkfifo oci-layout",
        "printf x | dd of=$L bs=1 seek=200 conv=notrunc 2>/dev/null",
        "printf x | dd of=$M bs=1 seek=30 conv=notrunc 2>/dev/null",
        "sed -i 's/sha256:/sha512:/' index.json", "sed -i 's/sha256:/sha256:..\\/..\\//' index.json",
        "sed -i 's/\"size\":/\"size\":-/' index.json", "sed -i 's/\"size\":/\"size\":9/' index.json",
    ]

    @Test(arguments: damages, [false, true])
    func `a damaged layout is refused with a reason`(damage: String, isPacked: Bool) async throws {
        let sample = try await LayoutSample()
        let opened = try await sample.read()
        try await sample.forget()
        let manifest = try #require(opened.manifest)
        let names = [opened.manifestDigest, manifest.configuration.digest, manifest.layers[0].digest]
            .map { "blobs/sha256/\($0?.hex ?? "")" }
        let variables = zip(["M", "C", "L"], names).map { "\($0)=\($1)" }.joined(separator: "; ")
        try await sample.scratch.run("sh", "-ec", "cd layout; \(variables); \(damage)")
        if isPacked { try await sample.scratch.run("tar", "-cf", "layout.tar", "-C", "layout", ".") }
        do {
            let reader = sample.reader
            _ =
                isPacked
                ? try await reader.read(layoutArchive: sample.scratch.path.appending("layout.tar"), name: nil)
                : try await sample.read()
            Issue.record("nothing was refused")
        } catch {
            #expect(Self.isExpected(error), "\(error)")
        }
    }

    private static func isExpected(_ error: any Error) -> Bool {
        error is LayoutFailure || error is ArchiveError || error is OCIError || error is Errno || error is DigestError
    }

    @Test func `a layer that is another than the configuration says is refused`() async throws {
        let sample = try await LayoutSample()
        let opened = try await sample.read()
        try await sample.forget()
        let manifest = try #require(opened.manifest)
        // The same layer twice, each with its right digest and size.
        let swapped = ImageManifest(
            configuration: manifest.configuration,
            layers: [manifest.layers[1], manifest.layers[1]]
        )
        let document = String(decoding: try swapped.encoded(), as: UTF8.self)
        try sample.writeIndex(sample.add(document, .manifest))
        await #expect { try await sample.read() } throws: { error in
            if case .diffIDMismatch(layer: 0, _, _) = error as? ArchiveError { true } else { false }
        }
    }

    @Test func `a manifest without the layers of its configuration is refused`() async throws {
        let sample = try await LayoutSample()
        let manifest = try #require(try await sample.read().manifest)
        try await sample.forget()
        let short = ImageManifest(configuration: manifest.configuration, layers: [manifest.layers[0]])
        try sample.writeIndex(sample.add(String(decoding: try short.encoded(), as: UTF8.self), .manifest))
        await #expect(throws: ArchiveError.layerCountMismatch(manifest: 1, configuration: 2)) {
            try await sample.read()
        }
    }
}
