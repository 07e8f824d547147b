// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Glibc
package import SystemPackage

/// `.ninja_log`, in which ninja notes what it made and when: a line for each output of a step that ended well, of this run
/// and of those before.
package struct NinjaLog: Sendable, Equatable {
    /// One output of a step. A step of several outputs is noted once for each, with the same times and the same hash.
    package struct Step: Sendable, Equatable {
        /// As ninja spells it: below the build folder unless it is absolute.
        package let output: String
        /// Milliseconds since that ninja began.
        package let start: Int
        /// Milliseconds since that ninja began.
        package let end: Int
        /// A time that ninja compares inputs with, in nanoseconds since 1970: of the output, or of the step's start.
        package let modified: Int64
        /// Of the command, as ninja writes it.
        package let hash: String

        package var duration: Duration { .milliseconds(end - start) }
    }

    /// Where the log ended at some time.
    package struct Mark: Sendable, Equatable {
        fileprivate let inode: UInt64
        fileprivate let byteCount: Int64
    }

    /// The last entry of each output, in the order of the file.
    package let steps: [Step]
    /// The entries of the newest run, in the order in which the steps ended.
    package let lastRun: [Step]

    /// Reads the log at `path`, `.ninja_log` in a build folder.
    ///
    /// `mark` is where it ended before the run that ``lastRun`` is to tell of. Without one, or when ninja has written the file
    /// anew since, the run is taken to begin where the times fall back; after such a rewrite an older step may come along.
    ///
    /// - Throws: what the file system says; ``BuildFailure/unreadableNinjaLog(_:reason:)``.
    package static func read(at path: FilePath, since mark: Mark? = nil) throws -> NinjaLog {
        let valid = mark.flatMap { $0.inode == self.mark(at: path)?.inode ? $0 : nil }
        let bytes = try Data(contentsOf: URL(filePath: path.string))
        let head = bytes.prefix { $0 != UInt8(ascii: "\n") }
        guard let version = version(String(decoding: head, as: UTF8.self)) else {
            throw BuildFailure.unreadableNinjaLog(path, reason: "it does not begin as logs of ninja do")
        }
        guard (5...7).contains(version) else {
            throw BuildFailure.unreadableNinjaLog(path, reason: "its version is \(version), and 5 to 7 are known")
        }
        return NinjaLog(bytes.dropFirst(head.count), end: valid.map { Int($0.byteCount) })
    }

    /// Where the log at `path` ends; nil when there is none.
    package static func mark(at path: FilePath) -> Mark? {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return nil }
        return Mark(inode: UInt64(status.st_ino), byteCount: Int64(status.st_size))
    }

    /// `# ninja log v6`
    private static func version(_ line: String) -> Int? {
        let start = "# ninja log v"
        return line.hasPrefix(start) ? Int(line.dropFirst(start.count)) : nil
    }

    /// Of the lines of `bytes`, those that begin at `end` or later are the last run's; without it, those since times fell.
    private init(_ bytes: Data, end: Int?) {
        var entries: [Step] = []
        var firstOfRun = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            guard let step = Step(line) else { continue }
            if let end {
                if line.startIndex < end { firstOfRun = entries.count + 1 }
            } else if let last = entries.last, step.end < last.end {
                firstOfRun = entries.count
            }
            entries.append(step)
        }
        lastRun = Array(entries[firstOfRun...])
        var seen: Set<String> = []
        steps = entries.reversed().filter { seen.insert($0.output).inserted }.reversed()
    }
}

extension NinjaLog.Step {
    /// Start, end, time, output and hash between tabs; nil for a line that was torn or is none.
    fileprivate init?(_ line: Data) {
        let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == 5, let start = Int(fields[0]), let end = Int(fields[1]), let time = Int64(fields[2]),
            0 <= start, start <= end, !fields[3].isEmpty, UInt64(fields[4], radix: 16) != nil
        else { return nil }
        self.init(output: fields[3], start: start, end: end, modified: time, hash: fields[4])
    }
}
