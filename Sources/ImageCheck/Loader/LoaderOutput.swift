// SPDX-License-Identifier: Apache-2.0

/// Reads what glibc's loader prints with `LD_TRACE_LOADED_OBJECTS`, `LD_WARN` and `LD_BIND_NOW` set (elf/rtld.c,
/// elf/dl-lookup.c, elf/dl-version.c).
enum LoaderOutput {
    /// Adds what `line` says to `object`.
    static func read(_ line: String, into object: inout LoadedObject) {
        let text = line.drop { $0 == "\t" || $0 == " " }
        if let arrow = text.firstRange(of: " => ") {
            let name = String(text[..<arrow.lowerBound])
            let place = text[arrow.upperBound...]
            if place.hasPrefix("not found") {
                object.missingLibraries.append(name)
            } else {
                object.libraries[name] = String(place.prefix { $0 != " " })
            }
        } else if let problem = symbolProblem(text) {
            object.problems.insert(problem)
        } else if text.contains("error while loading shared libraries: ") {
            object.failure = String(text.split(separator: ": ").dropFirst(2).joined(separator: ": "))
        }
    }

    private static func symbolProblem(_ text: Substring) -> SymbolProblem? {
        if text.hasPrefix("undefined symbol: ") || text.hasPrefix("symbol ") {
            return undefined(text)
        }
        // /usr/bin/x: /lib/libstdc++.so.6: version `GLIBCXX_3.4.99' not found (required by /usr/bin/x)
        guard let match = text.firstMatch(of: /([^: ]+): version `([^']+)' not found \(required by ([^)]+)\)/) else {
            return nil
        }
        return SymbolProblem(
            kind: .missingVersion,
            symbol: String(match.2),
            consumer: String(match.3),
            expectedIn: String(match.1)
        )
    }

    /// `undefined symbol: NAME[, version V]\t(CONSUMER)`, or
    /// `symbol NAME, version V not defined in file F with link time reference\t(CONSUMER)`.
    private static func undefined(_ text: Substring) -> SymbolProblem? {
        guard let open = text.lastIndex(of: "("), text.last == ")" else { return nil }
        let consumer = text[text.index(after: open)...].dropLast()
        let words = text[..<open].split { $0 == " " || $0 == "\t" || $0 == "," }
        let isVersioned = text.hasPrefix("symbol ")
        guard words.count > (isVersioned ? 1 : 2) else { return nil }
        let file = words.firstIndex(of: "file").map { words[words.index(after: $0)] }
        return SymbolProblem(
            kind: .undefinedSymbol,
            symbol: String(words[isVersioned ? 1 : 2]),
            consumer: String(consumer),
            expectedIn: file.map(String.init)
        )
    }
}
