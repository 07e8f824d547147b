// SPDX-License-Identifier: Apache-2.0

/// A machine that compiles for others, as distcc(1) writes it: `HOST[:PORT][/JOBS][,OPTION…]`.
package struct DistccHost: Sendable, Equatable {
    /// distcc's own default.
    static let usualJobs = 4

    /// As distcc takes it.
    package let text: String
    package let jobs: Int

    /// The hosts of a list that is separated by white space.
    ///
    /// - Throws: ``CompileFailure/badHelper(_:reason:)``
    package static func list(_ text: String) throws(CompileFailure) -> [DistccHost] {
        var hosts: [DistccHost] = []
        for word in text.split(whereSeparator: \.isWhitespace) { hosts.append(try DistccHost(parsing: String(word))) }
        guard !hosts.isEmpty else { throw .badHelper(text, reason: "it names no host") }
        return hosts
    }

    init(parsing word: String) throws(CompileFailure) {
        // Over ssh there would have to be keys in the builder; options of the list are cephdev's to set.
        if word.contains("@") { throw .badHelper(word, reason: "helpers are reached over TCP, not ssh") }
        if word.hasPrefix("-") { throw .badHelper(word, reason: "it is an option") }
        let options = word.split(separator: ",", omittingEmptySubsequences: false)
        let place = options[0].split(separator: "/", omittingEmptySubsequences: false)
        guard let host = place.first, !host.isEmpty, place.count <= 2,
            word.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !#"'"\$`;&|<>()*?#!"#.utf8.contains($0) })
        else { throw .badHelper(word, reason: "a helper is HOST[:PORT][/JOBS]") }
        guard place.count == 2 else {
            text = word
            jobs = Self.usualJobs
            return
        }
        guard let count = Int(place[1]), count > 0 else {
            throw .badHelper(word, reason: "'\(place[1])' is no number of jobs")
        }
        text = word
        jobs = count
    }
}
