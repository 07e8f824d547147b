// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GitKit
import Testing

@Suite struct CommitIDTests {
    private static let digits = "0123456789abcdef0123456789abcdef01234567"

    @Test func `40 lower-case digits are a commit`() throws {
        let commit = try CommitID(parsing: Self.digits)
        #expect(commit.description == Self.digits)
        #expect(commit.short == "0123456789")
    }

    @Test(arguments: [
        "", "0123456789", digits.uppercased(), digits + "0", " " + digits.dropFirst(), digits.dropLast() + "g",
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: GitError.invalidCommit(text)) { try CommitID(parsing: text) }
    }

    @Test func `a commit is a string in JSON`() throws {
        let commit = try CommitID(parsing: Self.digits)
        let json = try JSONEncoder().encode([commit])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(Self.digits)\"]")
        #expect(try JSONDecoder().decode([CommitID].self, from: json) == [commit])
    }
}
