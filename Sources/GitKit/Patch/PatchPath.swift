// SPDX-License-Identifier: Apache-2.0

/// The names of files as a diff writes them.
enum PatchPath {
    /// The path in `--- a/src/x.cc<TAB>date`; nil for `/dev/null`.
    static func name(in text: String) throws(PatchProblem) -> String? {
        if text.hasPrefix("\"") { return try stripped(unquoted(text[...]).path) }
        let name = text.split(separator: "\t", omittingEmptySubsequences: false)[0]
        return name == "/dev/null" ? nil : try stripped(String(name))
    }

    /// A path without a prefix, `rename from src/x.cc`.
    static func bare(_ text: String) throws(PatchProblem) -> String {
        text.hasPrefix("\"") ? try unquoted(text[...]).path : text
    }

    /// The path that both halves of `a/src/x.cc b/src/x.cc` mean; nil when they differ.
    static func common(in text: String) throws(PatchProblem) -> String? {
        if text.hasPrefix("\"") { return try stripped(unquoted(text[...]).path) }
        for space in text.indices where text[space] == " " {
            let old = text[..<space].split(separator: "/", maxSplits: 1)
            let new = text[text.index(after: space)...].split(separator: "/", maxSplits: 1)
            if old.count == 2, new.count == 2, old[1] == new[1] { return String(old[1]) }
        }
        return nil
    }

    /// Without the first folder: `a/`, `b/`, `ceph-18.2.7/`.
    private static func stripped(_ path: String) throws(PatchProblem) -> String {
        guard let slash = path.firstIndex(of: "/"), slash != path.startIndex else {
            throw PatchProblem("the path '\(path)' has no folder before it, as in 'a/\(path)'")
        }
        return String(path[path.index(after: slash)...])
    }

    /// Reads a name in C's notation, `"src/\303\244.cc"`.
    static func unquoted(_ text: Substring) throws(PatchProblem) -> (path: String, rest: Substring) {
        var bytes: [UInt8] = []
        var rest = text.utf8.dropFirst()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                guard let path = String(validating: bytes, as: UTF8.self) else { break }
                return (path, Substring(rest))
            }
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard let escaped = rest.popFirst() else { break }
            if let plain = escapes[escaped] {
                bytes.append(plain)
            } else {
                let digits = [escaped] + Array(rest.prefix(2))
                rest = rest.dropFirst(2)
                guard let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) else { break }
                bytes.append(value)
            }
        }
        throw PatchProblem("the quoted name \(text) cannot be read")
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10,
        UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    ]
}
