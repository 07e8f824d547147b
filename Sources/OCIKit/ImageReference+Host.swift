// SPDX-License-Identifier: Apache-2.0

extension ImageReference {
    /// The name with the registry and the tag that docker means when none is written.
    package var whole: String {
        let host = hasHost ? "" : repository.contains("/") ? "docker.io/" : "docker.io/library/"
        return "\(host)\(repository):\(tag ?? "latest")"
    }

    /// The registry that `repository` begins with, port included; nil when it names none, which is Docker Hub's.
    package static func host(of repository: String) -> String? {
        guard let slash = repository.firstIndex(of: "/") else { return nil }
        let first = repository[..<slash]
        return first.contains(".") || first.contains(":") || first == "localhost" ? String(first) : nil
    }
}
