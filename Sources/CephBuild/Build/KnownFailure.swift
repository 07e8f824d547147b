// SPDX-License-Identifier: Apache-2.0

/// A failure that many builds meet, told by what the tools print. ``hint(at:in:)`` says what mends it.
enum KnownFailure: Sendable, Equatable {
    case outOfMemory
    case diskFull
    case headerMissing(String)
    case libraryMissing(String)
    /// Something that cmake or pkg-config looked for.
    case packageMissing(String)
    case foreignOwner
    /// A plugin, as Ceph's loader refuses it with EXDEV.
    case pluginOfAnotherVersion
    case acrossFileSystems
    case inputMissing(String)

    /// Where it was met: the ninja target of the step, if it was one.
    struct Occurrence: Sendable, Equatable {
        let failure: KnownFailure
        let step: String?
    }

    /// The failure that `line` tells of; nil for any other line.
    init?(_ line: String) {
        for entry in Self.table {
            guard let mark = entry.marks.first(where: { line.contains($0) }), let failure = entry.failure(line, mark)
            else { continue }
            self = failure
            return
        }
        return nil
    }

    private struct Entry: Sendable {
        /// Any of them in a line makes the failure.
        let marks: [String]
        /// Reads the line with one of the marks in it; nil when it is none after all.
        let failure: @Sendable (_ line: String, _ mark: String) -> KnownFailure?

        init(_ marks: String..., failure: @escaping @Sendable (String, String) -> KnownFailure?) {
            self.marks = marks
            self.failure = failure
        }
    }

    private static let table = [
        // gcc, collect2, ld, cc1plus, clang, LLVM, the C++ library, a shell, ninja from 1.13 on
        Entry(
            "Killed signal terminated program",
            "terminated with signal 9 [Killed]",
            "memory exhausted",
            "out of memory allocating",
            "unable to execute command: Killed",
            "LLVM ERROR: out of memory",
            "std::bad_alloc",
            ": Cannot allocate memory",
            "FAILED: [code=137]"
        ) { _, _ in .outOfMemory },
        Entry("Killed") { line, mark in line == mark ? .outOfMemory : nil },
        Entry("No space left on device", "Disk quota exceeded") { _, _ in .diskFull },
        // gcc and clang
        Entry(": fatal error: ") { line, mark in
            guard let told = line.firstRange(of: mark) else { return nil }
            let rest = line[told.upperBound...]
            for end in [": No such file or directory", " file not found"] where rest.hasSuffix(end) {
                return .headerMissing(rest.dropLast(end.count).filter { $0 != "'" })
            }
            return nil
        },
        // GNU ld and lld
        Entry("cannot find -l", "unable to find library -l") { line, mark in
            word(of: line, after: mark).map { .libraryMissing($0) }
        },
        Entry(
            "Could NOT find ",
            "Could not find a package configuration file provided by ",
            "No package '"
        ) { line, mark in word(of: line, after: mark).map { .packageMissing($0) } },
        Entry("Package '") { line, mark in
            line.hasSuffix("not found") ? word(of: line, after: mark).map { .packageMissing($0) } : nil
        },
        Entry("detected dubious ownership in repository") { _, _ in .foreignOwner },
        Entry("but it claims to be ") { _, _ in .pluginOfAnotherVersion },
        Entry("Invalid cross-device link", "(18) Cross-device link") { line, _ in
            line.contains("plugin") || line.contains("erasure") ? .pluginOfAnotherVersion : .acrossFileSystems
        },
        Entry("missing and no known rule to make it") { line, _ in
            line.hasPrefix("ninja: error: ") ? word(of: line, after: "ninja: error: '").map { .inputMissing($0) } : nil
        },
    ]

    /// What follows `mark`, up to what cannot be part of a name.
    private static func word(of line: String, after mark: String) -> String? {
        guard let found = line.firstRange(of: mark) else { return nil }
        let word = line[found.upperBound...].drop { $0 == "\"" }.prefix { !" :'\",".contains($0) }
        return word.isEmpty ? nil : String(word)
    }
}
