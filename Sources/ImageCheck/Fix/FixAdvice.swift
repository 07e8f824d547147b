// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// What would answer a finding that no edit of the image does.
enum FixAdvice {
    static func about(_ finding: Finding) -> String? {
        switch finding.cause {
        case .missingVersions(let library):
            isOfCompiler(finding)
                ? "built for a newer system than the image's: build with a builder of the base's release, which '--base' chooses"
                : "rebuild \(names(finding)) against the \(library) of the image"
        case .foreignObject(_, _, let expected): "build it for \(expected), with a builder of that architecture"
        case .missingLibrary(let name):
            "neither the build nor the builder has \(name): build the target that makes it, or add its package to the base"
        case .lostSymbols(let provider):
            "build \(name(provider)) and \(names(finding)) from one source: '--target' takes both"
        case .undefinedSymbols: "build \(names(finding)) and the library that is to have it from one source"
        case .pluginLost(let plugin): "build \(plugin.name) from the source of the programs that open it"
        case .pluginVersion(let version, _, _): "build the plugins as well, or all of it as Ceph \(version)"
        case .otherPython(_, let has):
            "build with a builder that has \(has.joined(separator: " or ")), as the image does"
        case .brokenObject(let path, _), .notAnObject(let path): "build \(path.name) again, or take it from the base"
        case .commandMissing(let command): "build and install \(command)"
        case .missingInterpreter: "build with a builder of the base's distribution"
        default: nil
        }
    }

    /// Versions of the C and C++ libraries, which no build of Ceph makes.
    private static func isOfCompiler(_ finding: Finding) -> Bool {
        finding.symbols.contains { symbol in
            ["GLIBC_", "GLIBCXX_", "CXXABI_", "GCC_"].contains { symbol.name.hasPrefix($0) }
        }
    }

    private static func names(_ finding: Finding) -> String {
        let consumers = Set(finding.symbols.flatMap(\.consumers)).sorted().map(\.name)
        return consumers.count > 3 ? "\(consumers.count) objects" : consumers.joined(separator: ", ")
    }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
