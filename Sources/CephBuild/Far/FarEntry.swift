// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FileTree

/// A file of a volume, as find(1) has it.
struct FarEntry: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case file, directory
        case symlink(target: String)
    }

    let path: TreePath
    let kind: Kind
    let mode: UInt16
    let byteCount: Int64
    /// Nanoseconds since 1970.
    let modified: Int64

    /// What `find -printf '%y %m %s %T@ %p\0%l\0'` printed, sorted; pipes and sockets are left out.
    ///
    /// - Throws: ``EngineError/unreadableAnswer(engine:action:reason:)``, also for a file that lies in something else than a
    ///   listed folder: whoever writes it here would follow a link.
    static func parse(_ bytes: [UInt8], engine: String) throws -> [FarEntry] {
        let texts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        func unreadable(_ text: String) -> EngineError {
            .unreadableAnswer(engine: engine, action: "exec", reason: "'\(text)' tells of no file")
        }
        guard texts.count % 2 == 1, texts.last == "" else { throw unreadable(texts.last ?? "") }
        var entries: [FarEntry] = []
        for index in stride(from: 0, to: texts.count - 1, by: 2) {
            let fields = texts[index].split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
            guard fields.count == 5 else { throw unreadable(texts[index]) }
            guard let kind = kind(fields[0], target: texts[index + 1]) else { continue }
            guard let mode = UInt16(fields[1], radix: 8), let byteCount = Int64(fields[2]), byteCount >= 0,
                let modified = nanoseconds(fields[3]), let path = try? TreePath(parsing: String(fields[4])),  // as said
                path != .root
            else { throw unreadable(texts[index]) }
            entries.append(FarEntry(path: path, kind: kind, mode: mode, byteCount: byteCount, modified: modified))
        }
        let folders = Set(entries.filter { $0.kind == .directory }.map(\.path) + [.root])
        for entry in entries {
            guard let parent = entry.path.parent, folders.contains(parent) else { throw unreadable(entry.path.string) }
        }
        return entries.sorted { $0.path < $1.path }
    }

    private static func kind(_ letter: Substring, target: String) -> Kind? {
        switch letter {
        case "f": .file
        case "d": .directory
        case "l": .symlink(target: target)
        default: nil
        }
    }

    /// `1764141600.1234567890`: seconds and ten digits of their fraction.
    private static func nanoseconds(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let seconds = Int64(parts[0]) else { return nil }
        let digits = parts.count == 2 ? String(parts[1].prefix(9)) : ""
        guard let fraction = Int64(digits + String(repeating: "0", count: 9 - digits.count)), fraction >= 0 else {
            return nil
        }
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow || seconds < 0 ? nil : product &+ fraction
    }
}
