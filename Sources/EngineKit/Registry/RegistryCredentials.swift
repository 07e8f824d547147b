// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// A user's name and password for a registry, as `podman login` and `docker login` keep them (containers-auth.json(5)).
package struct RegistryCredentials: Sendable, Equatable {
    let user: String
    let password: String

    private struct File: Decodable {
        struct Entry: Decodable {
            let auth: String?
        }

        let auths: [String: Entry]?
    }

    /// The first that is kept for `host` in the usual files; helpers that keep them elsewhere are not asked.
    package static func find(
        for host: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> RegistryCredentials? {
        files(environment).lazy.compactMap { path -> RegistryCredentials? in
            // A file that is missing, or is none of the kind, holds no credentials.
            guard let content = try? Data(contentsOf: URL(filePath: path)),
                let file = try? JSONDecoder().decode(File.self, from: content)  // as said
            else { return nil }
            return credentials(for: host, in: file)
        }.first
    }

    private static func files(_ environment: [String: String]) -> [String] {
        if let chosen = environment["REGISTRY_AUTH_FILE"], !chosen.isEmpty { return [chosen] }
        let home = environment["HOME"] ?? "/root"
        let runtime = environment["XDG_RUNTIME_DIR"].map { $0 + "/containers/auth.json" }
        return [runtime, "/run/containers/0/auth.json"].compactMap(\.self)
            + [
                home + "/.config/containers/auth.json",
                (environment["DOCKER_CONFIG"] ?? home + "/.docker") + "/config.json",
            ]
    }

    private static func credentials(for host: String, in file: File) -> RegistryCredentials? {
        let entries = file.auths ?? [:]
        let names = [host, "https://\(host)", "http://\(host)", "https://\(host)/v1/", "https://\(host)/v2/"]
        guard let auth = names.lazy.compactMap({ entries[$0]?.auth }).first, let bytes = Data(base64Encoded: auth)
        else {
            return nil
        }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1).map(String.init)
        return parts.count == 2 ? RegistryCredentials(user: parts[0], password: parts[1]) : nil
    }
}
