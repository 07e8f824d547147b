// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

extension Finding: CustomStringConvertible {
    /// One sentence: what is wrong, with what.
    package var description: String {
        switch cause {
        case .commandMissing(let command):
            "the image has no '\(command)'"
        case .commandFailed(let command, let status, let output):
            "'\(command)' ended with \(status)" + (output.isEmpty ? "" : ": " + output.joined(separator: "; "))
        case .brokenObject(let path, let reason):
            "\(path) cannot be loaded: \(reason)"
        case .foreignObject(let path, let machine, let expected):
            "\(path) is for \(machine), the image's programs are for \(expected)"
        case .notAnObject(let path):
            "\(path) has the name of a library and is none: it is no ELF file"
        case .missingInterpreter(let path):
            "the image has no \(path), which is to start \(Self.count(victims, "program"))"
        case .danglingLink(let path, let target):
            "\(path) leads to \(target), which is not there"
        case .unreadable(let path, let blocker):
            path == blocker
                ? "\(path) can be used by its owner only, and daemons run as another user"
                : "\(path) cannot be reached: only the owner may enter \(blocker), and daemons run as another user"
        default:
            libraryText
        }
    }

    private var libraryText: String {
        switch cause {
        case .staleLibrary(let name, let found, let expected):
            "the loader takes \(name) from \(found), not the build's own copy in \(expected)"
        case .wrongLibrary(let name, let found, let soname):
            "who asks for \(name) is given \(found), which is \(soname)"
        case .missingLibrary(let name):
            "\(name) is in none of the folders where the loader looks"
        case .missingVersions(let library):
            "\(library) does not have \(lost("version")), which \(wanted)"
        case .lostSymbols(let provider):
            "\(provider) does not have \(lost("symbol")), which \(wanted)" + lateness
        case .undefinedSymbols(let consumer):
            "\(consumer) wants \(lost("symbol")), and nothing that it loads has \(symbols.count == 1 ? "it" : "them")"
                + lateness
        case .pluginLost(let plugin):
            "\(victims.isEmpty ? "no program" : "\(Self.count(victims, "program")) no longer") can load \(plugin): "
                + "\(lost("symbol")) \(symbols.count == 1 ? "is" : "are") missing"
        default:
            agreementText
        }
    }

    private var agreementText: String {
        switch cause {
        case .pluginVersion(let version, let loader, let has):
            "\(loader) refuses \(Self.count(victims, "plugin")) of Ceph \(version): it is of Ceph "
                + (has.isEmpty ? "another version" : has.joined(separator: " or "))
        case .otherPython(let tag, let has):
            "\(Self.count(victims, "module")) for \(tag) will never be imported: the image has "
                + has.joined(separator: " and ")
        case .twoSizes(let library, let other):
            "\(library) and \(other) have \(lost("variable or class", "variables and classes")) in two sizes: they were "
                + "built from different headers"
        case .duplicateLibrary(let soname, let paths):
            "\(soname) is there more than once, with different content: "
                + paths.map(\.description).joined(separator: ", ")
        case .searchPath(let text):
            "\(Self.count(victims, "object")) would look for libraries in '\(text)', which is "
                + (text.isEmpty || !text.hasPrefix("/") ? "relative to the current folder" : "not in the image")
        case .unstableLibrary(let path):
            "\(path) was replaced, its symbols have no versions, and \(Self.count(victims, "object")) of the base still "
                + "\(victims.count == 1 ? "links" : "link") it"
        case .thirdParty(let path):
            "\(path) was replaced, and \(Self.count(victims, "object")) of others \(victims.count == 1 ? "links" : "link") it"
        default:
            "\(cause)"
        }
    }

    /// The one symbol, or how many.
    private func lost(_ one: String, _ many: String? = nil) -> String {
        guard symbols.count == 1, let symbol = symbols.first else {
            return "\(symbols.count) \(many ?? one + "s")"
        }
        return one == "version" ? "version \(symbol.name)" : symbol.readableName
    }

    private var wanted: String {
        let consumers = Set(symbols.flatMap(\.consumers))
        guard consumers.count == 1, let consumer = consumers.first else { return "\(consumers.count) objects want" }
        return "\(consumer) wants"
    }

    private var lateness: String {
        isLazy ? "; it shows only when it is called first, no help text needs it" : ""
    }

    private static func count(_ paths: [TreePath], _ noun: String) -> String {
        guard paths.count == 1, let path = paths.first else { return "\(paths.count) \(noun)s" }
        return "\(path)"
    }
}

extension LostSymbol {
    /// As it was written in C++; nil for what is not mangled.
    package var demangledName: String? { DemangledName.of(name) }

    /// As it was written in C++, and as the loader says it.
    package var readableName: String { demangledName.map { "\($0) (\(name))" } ?? name }
}
