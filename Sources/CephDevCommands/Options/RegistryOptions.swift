// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev
internal import SystemPackage

/// How a registry is trusted.
struct RegistryOptions: ParsableArguments {
    @Flag(help: "Allow plain HTTP, and certificates that nobody vouches for.")
    var insecure = false

    @Option(help: ArgumentHelp("Certificate of an authority to trust besides the system's (PEM).", valueName: "file"))
    var caFile: String?

    func validate() throws {
        if insecure, caFile != nil { throw ValidationError("--insecure and --ca-file exclude each other") }
    }

    var trust: RegistryTrust {
        RegistryTrust(isInsecure: insecure, authority: caFile.map { FilePath($0) })
    }
}
