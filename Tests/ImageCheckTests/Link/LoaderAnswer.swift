// SPDX-License-Identifier: Apache-2.0

import Glibc
import ImageCheck

/// What a loader says of an object, with every symbol bound at once: `ldd -r` without its shell.
struct LoaderAnswer: Equatable {
    /// What makes the loader print it (ld.so(8)).
    static let variables = ["LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "yes", "LD_BIND_NOW": "yes"]
    static let interpreter = "/lib64/ld-linux-x86-64.so.2"

    /// Files that it loads, links followed, without the loader itself.
    private var libraries: Set<String> = []
    private var missing: Set<String> = []
    private(set) var undefined: Set<String> = []
    private var versions: Set<String> = []

    /// What the loader printed; `resolve` follows links.
    init(_ lines: some Sequence<String>, resolve: (String) -> String?) {
        for line in lines { read(line.drop { $0 == "\t" || $0 == " " }, resolve) }
        libraries = libraries.filter { !$0.contains("/ld-linux") }
    }

    /// What the model says.
    init(_ object: LoadedObject, resolve: (String) -> String?) {
        libraries = Set(object.libraries.values.compactMap(resolve)).filter { !$0.contains("/ld-linux") }
        missing = Set(object.missingLibraries)
        undefined = Set(object.problems.filter { $0.kind == .undefinedSymbol }.map(\.symbol))
        versions = Set(object.problems.filter { $0.kind == .missingVersion }.map(\.symbol))
    }

    private mutating func read(_ line: Substring, _ resolve: (String) -> String?) {
        if let match = line.wholeMatch(of: /(\S+) => not found/) {
            missing.insert(String(match.1))
        } else if let match = line.wholeMatch(of: /\S+ => (\S+) \(0x.*/) {
            if let place = resolve(String(match.1)) { libraries.insert(place) }
        } else if let match = line.firstMatch(of: /^(?:undefined symbol: |symbol )([^\s,]+)/) {
            undefined.insert(String(match.1))
        } else if let match = line.firstMatch(of: /version `([^']+)' not found/) {
            versions.insert(String(match.1))
        }
    }

    /// Where `path` leads on this host.
    static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
