// SPDX-License-Identifier: Apache-2.0

import Digests
import OCIKit
import SystemPackage
import TestSupport
import Testing

@testable import ImageAssembly

/// What images are called by engines that name them by their configurations, and by one that does so by their manifests.
struct ImageNamingTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
    }

    @Test func `an image is named as its base is`() throws {
        let (image, _) = try Assembly.image(in: scratch)
        let (named, _) = try Assembly.image(in: scratch, naming: .manifest)
        #expect(image.configuration == named.configuration)
        #expect(image.id == image.configurationDigest)
        #expect(named.id == Digest.of(try named.manifest.encoded()))
    }

    @Test func `a base whose id is not its configuration's digest is named by a manifest`() throws {
        let bytes = Array(Assembly.configuration.utf8)
        let contents = ImageIndexFile.Contents(configuration: bytes, layers: [])
        #expect(try BaseImage(id: Digest.of(bytes), contents).naming == .configuration)
        #expect(try BaseImage(id: Digest.of("manifest".utf8), contents).naming == .manifest)
    }

    @Test(arguments: [ImageNaming.configuration, .manifest])
    func `a configuration is found by what the engine calls the image`(naming: ImageNaming) throws {
        let (image, store) = try Assembly.image(in: scratch, naming: naming)
        #expect(try store.configuration(ofImage: image.id) == nil)
        try store.keepConfiguration(of: image)
        #expect(try store.configuration(ofImage: image.id) == image.configuration)
    }

    @Test func `a manifest that lies in the store is not taken for a configuration`() throws {
        let (image, store) = try Assembly.image(in: scratch, naming: .manifest)
        let manifest = try image.manifest.encoded()
        _ = try store.ingest { write in try manifest.withUnsafeBytes(write) }
        #expect(try store.configuration(ofImage: image.id) == nil)
    }

    @Test func `what was loaded is remembered under its manifest, also when the engine had another`() throws {
        let (image, _) = try Assembly.image(in: scratch, naming: .manifest)
        let pulled = Image(
            id: Digest.of("as a registry had it".utf8),
            configuration: image.configuration,
            base: image.base,
            layers: image.layers
        )
        #expect(try LoadedImage(pulled).id == image.id)
        let file = LoadedLayers(at: scratch.path.appending("loaded.json"))
        #expect(file.read() == nil)
        file.remember(pulled)
        #expect(try file.read() == LoadedImage(image))
    }
}
