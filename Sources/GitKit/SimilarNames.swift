// SPDX-License-Identifier: Apache-2.0

/// Which names somebody may have meant.
package struct SimilarNames {
    private let wanted: [UInt8]

    /// Names like `wanted`, whatever their case.
    package init(to wanted: String) {
        self.wanted = Array(wanted.lowercased().utf8)
    }

    /// The names nearest to the wanted one, the nearest first; none that have little in common with it.
    package func best(_ count: Int, of names: some Sequence<String>) -> [String] {
        let limit = max(2, wanted.count / 3)
        let near = Set(names).map { (name: $0, distance: distance(to: $0)) }.filter { $0.distance <= limit }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(count).map(\.name)
    }

    /// How many letters must change; 1 when one name holds the other.
    private func distance(to name: String) -> Int {
        let other = Array(name.lowercased().utf8)
        if wanted.count >= 3, other.count >= 3, other.contains(wanted) || wanted.contains(other) { return 1 }
        var previous = Array(0...other.count)
        for (row, letter) in wanted.enumerated() {
            var current = [row + 1]
            for (column, candidate) in other.enumerated() {
                let replaced = previous[column] + (letter == candidate ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[other.count]
    }
}
