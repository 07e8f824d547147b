// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

extension ImageArchive {
    /// Gives the next bytes of a layer, valid until the next call; an empty block is its end.
    package typealias LayerBytes = () throws -> UnsafeRawBufferPointer

    /// Reads an archive as ``read(_:name:tap:limits:check:)`` does and passes the uncompressed bytes of each layer to `take`, in the
    /// archive's order, which is not the image's. What `take` leaves of a layer is passed over.
    package static func eachLayer(
        of descriptor: FileDescriptor,
        check: @escaping () throws -> Void,
        _ take: (_ next: @escaping LayerBytes) throws -> Void
    ) throws {
        let blocks = DescriptorBlocks(descriptor, check: check)
        let limits = ArchiveLimits()
        let reader = try ArchiveReader(.tar, ExpandedBlocks(PeekedBlocks(blocks.next), limits: limits).next)
        while let member = try reader.nextMember() {
            guard member.kind == .file, member.hardLinkTarget == nil else { continue }
            let bytes = try PeekedBlocks(reader.nextBytes)
            guard StreamKind(bytes.start) != .other else { continue }
            try take(ExpandedBlocks(bytes, limits: limits).next)
        }
        // The writing program must not find its pipe closed.
        while try !blocks.next().isEmpty {}
    }
}
