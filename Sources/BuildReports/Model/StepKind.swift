// SPDX-License-Identifier: Apache-2.0

/// What a step of a compile does, as far as the name of what it makes tells.
package enum StepKind: String, Codable, Sendable, CaseIterable {
    /// A translation unit.
    case compile
    /// A library or a program.
    case link
    /// Everything else: generated sources, documentation, stamps.
    case generate

    package init(making target: String) {
        let parts = target.split(separator: "/")
        let name = parts.last ?? ""
        if [".o", ".obj", ".gch", ".pch"].contains(where: name.hasSuffix) {
            self = .compile
        } else if name.hasSuffix(".a") || name.contains(/\.so(\.[0-9.]+)?$/) {
            self = .link
        } else {
            let isInternal = parts.dropLast().contains { $0 == "CMakeFiles" || $0.hasSuffix("-stamp") }
            self = name.contains(".") || isInternal ? .generate : .link
        }
    }
}
