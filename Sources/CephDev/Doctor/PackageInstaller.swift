// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// How packages are installed on this host.
enum PackageInstaller: Sendable, Equatable {
    case apt, dnf, zypper, unknown

    /// Told by os-release(5).
    init(osRelease: String) {
        let lines = osRelease.split(separator: "\n").filter { $0.hasPrefix("ID=") || $0.hasPrefix("ID_LIKE=") }
        let names = Set(
            lines.flatMap { $0.split(whereSeparator: { "= \"'".contains($0) }).dropFirst().map(String.init) }
        )
        self =
            if !names.isDisjoint(with: ["debian", "ubuntu"]) {
                .apt
            } else if !names.isDisjoint(with: ["fedora", "rhel", "centos"]) {
                .dnf
            } else if names.contains(where: { $0.contains("suse") }) {
                .zypper
            } else {
                .unknown
            }
    }

    static func ofHost() -> PackageInstaller {
        let content = try? Data(contentsOf: URL(filePath: "/etc/os-release"))  // without it the host is an unknown one
        return PackageInstaller(osRelease: String(decoding: content ?? Data(), as: UTF8.self))
    }

    /// The command that installs a package; docker's is called differently on Debian.
    func command(for package: String) -> String {
        switch self {
        case .apt: "apt-get install \(package == "docker" ? "docker.io" : package)"
        case .dnf: "dnf install \(package == "docker" ? "moby-engine" : package)"
        case .zypper: "zypper install \(package)"
        case .unknown: "install the package of \(package)"
        }
    }
}
