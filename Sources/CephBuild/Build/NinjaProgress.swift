// SPDX-License-Identifier: Apache-2.0

package import Reporting

/// The counter that ninja prints in front of every step: `[12/351] Building CXX object …`.
package enum NinjaProgress {
    /// The steps done, those to do, and what the last one was; nil when `line` does not begin with the counter.
    package static func parse(_ line: String) -> Progress? {
        split(line).map { Progress(completed: $0.done, total: $0.total, subject: shortened($0.step)) }
    }

    /// The step in ninja's own words, whole; nil when `line` does not begin with the counter.
    package static func step(of line: String) -> String? { split(line).map { String($0.step) } }

    private static func split(_ line: String) -> (done: Int, total: Int, step: Substring)? {
        guard line.first == "[", let close = line.firstIndex(of: "]") else { return nil }
        let counter = line[line.index(after: line.startIndex)..<close].split(separator: "/")
        guard counter.count == 2, let done = Int(counter[0]), let total = Int(counter[1]) else { return nil }
        return (done, total, line[line.index(after: close)...].drop { $0 == " " })
    }

    /// `Building CXX object src/mds/CMakeFiles/mds.dir/MDSRank.cc.o` says little before its last part.
    private static func shortened(_ subject: Substring) -> String {
        guard let object = subject.firstRange(of: " object ") else { return String(subject) }
        let file = subject[object.upperBound...].split(separator: "/").last ?? ""
        return "Building " + (file.hasSuffix(".o") ? file.dropLast(2) : file)
    }
}
