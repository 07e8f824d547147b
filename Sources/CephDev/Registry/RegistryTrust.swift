// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
package import SystemPackage

/// How far a user trusts a registry.
package struct RegistryTrust: Sendable, Equatable {
    /// Plain HTTP, and certificates that nobody vouches for.
    package var isInsecure: Bool
    /// An authority to trust besides the system's: a PEM file.
    package var authority: FilePath?

    package init(isInsecure: Bool = false, authority: FilePath? = nil) {
        self.isInsecure = isInsecure
        self.authority = authority
    }

    /// The same in the form that skopeo takes, with a folder for the authority made in `scratch`.
    ///
    /// - Throws: ``RegistryFailure/noAuthority(_:)``
    func access(scratch: FilePath) throws -> RegistryAccess {
        guard let authority else { return RegistryAccess(isInsecure: isInsecure) }
        let file = FilePath(FileManager.default.currentDirectoryPath).pushing(authority)
        guard FileManager.default.isReadableFile(atPath: file.string) else { throw RegistryFailure.noAuthority(file) }
        let folder = scratch.appending("authority-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let link = folder.appending("ca.crt").string
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.string)
        return RegistryAccess(isInsecure: isInsecure, certificates: folder)
    }
}
