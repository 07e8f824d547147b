// SPDX-License-Identifier: Apache-2.0

extension ImageReference {
    /// The registry that `repository` begins with, port included; nil when it names none, which is Docker Hub's.
    package static func host(of repository: String) -> String? {
        guard let slash = repository.firstIndex(of: "/") else { return nil }
        let first = repository[..<slash]
        return first.contains(".") || first.contains(":") || first == "localhost" ? String(first) : nil
    }
}
