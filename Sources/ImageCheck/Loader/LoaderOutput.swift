// SPDX-License-Identifier: Apache-2.0

/// Reads what glibc's loader prints with `LD_TRACE_LOADED_OBJECTS`, `LD_WARN` and `LD_BIND_NOW` set (elf/rtld.c,
/// elf/dl-lookup.c, elf/dl-version.c).
enum LoaderOutput {
    /// Adds what `line` says to `object`.
    static func read(_ line: String, into object: inout LoadedObject) {
        let text = Substring(line.utf8.drop { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") })
        if let library = library(text) {
            if let place = library.place {
                object.libraries[library.name] = place
            } else {
                object.missingLibraries.append(library.name)
            }
        } else if let problem = symbolProblem(text) {
            object.problems.insert(problem)
        } else if text.utf8.contains(UInt8(ascii: ":")), text.contains("error while loading shared libraries: ") {
            object.failure = String(text.split(separator: ": ").dropFirst(2).joined(separator: ": "))
        } else if text.hasPrefix("Inconsistency detected by ld.so: ") {
            object.failure = String(text)
        }
    }

    /// `NAME => PLACE (ADDRESS)` or `NAME => not found`. By bytes: an image prints a hundred thousand of these.
    private static func library(_ text: Substring) -> (name: String, place: String?)? {
        let bytes = text.utf8
        guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")), bytes[sign...].starts(with: "=> ".utf8),
            sign > bytes.startIndex
        else { return nil }
        let name = String(text[..<bytes.index(before: sign)])
        let place = text[bytes.index(sign, offsetBy: 3)...]
        guard !place.utf8.starts(with: "not found".utf8) else { return (name, nil) }
        return (name, String(Substring(place.utf8.prefix { $0 != UInt8(ascii: " ") })))
    }

    private static func symbolProblem(_ text: Substring) -> SymbolProblem? {
        if text.utf8.starts(with: "undefined symbol: ".utf8) || text.utf8.starts(with: "symbol ".utf8) {
            return undefined(text)
        }
        // /usr/bin/x: /lib/libstdc++.so.6: version `GLIBCXX_3.4.99' not found (required by /usr/bin/x)
        guard text.utf8.contains(UInt8(ascii: "`")),
            let match = text.firstMatch(of: /([^: ]+): version `([^']+)' not found \(required by ([^)]+)\)/)
        else { return nil }
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
        let bytes = text.utf8
        guard let open = bytes.lastIndex(of: UInt8(ascii: "(")), bytes.last == UInt8(ascii: ")") else { return nil }
        let consumer = Substring(bytes[bytes.index(after: open)...].dropLast())
        let words = bytes[..<open].split { " \t,".utf8.contains($0) }.map(Substring.init)
        let isVersioned = bytes.starts(with: "symbol ".utf8)
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
