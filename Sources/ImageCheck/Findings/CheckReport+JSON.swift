// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// The form in which reports are read by programs, part of `cephdev.check/1`.
extension CheckReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case passed, findings, objectCount, commands, comparedWithBase
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hasPassed, forKey: .passed)
        try container.encode(findings, forKey: .findings)
        try container.encode(objectCount, forKey: .objectCount)
        try container.encode(commands, forKey: .commands)
        try container.encode(comparedWithBase, forKey: .comparedWithBase)
    }
}

extension Finding: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, severity, message, subject, lazy, symbols, victims
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(cause.kind.rawValue, forKey: .kind)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(description, forKey: .message)
        try container.encode(cause.subject, forKey: .subject)
        try container.encode(isLazy, forKey: .lazy)
        try container.encode(symbols, forKey: .symbols)
        try container.encode(victims.map(\.description), forKey: .victims)
    }
}

extension LostSymbol: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, demangled, consumers, lazy
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(demangledName, forKey: .demangled)
        try container.encode(consumers.map(\.description), forKey: .consumers)
        try container.encode(isLazy, forKey: .lazy)
    }
}

extension Finding.Cause {
    /// The file, library or command that it is about.
    package var subject: String {
        switch self {
        case .commandMissing(let command), .commandFailed(let command, _, _): command
        case .brokenObject(let path, _), .foreignObject(let path, _, _), .notAnObject(let path),
            .danglingLink(let path, _), .unreadable(let path, _), .undefinedSymbols(let path),
            .pluginLost(let path), .pluginVersion(_, let path, _), .twoSizes(let path, _),
            .unstableLibrary(let path), .thirdParty(let path):
            path.description
        case .missingInterpreter(let name), .staleLibrary(let name, _, _), .wrongLibrary(let name, _, _),
            .missingLibrary(let name), .missingVersions(let name), .lostSymbols(let name),
            .otherPython(let name, _), .duplicateLibrary(let name, _), .searchPath(let name):
            name
        }
    }
}
