// SPDX-License-Identifier: Apache-2.0

import Digests
import Testing

struct DigestTests {
    // FIPS 180-4 example vectors.
    private static let ofABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private static let ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test func `the digests of the standard's examples are right`() {
        #expect(Digest.of("abc".utf8).hex == Self.ofABC)
        #expect(Digest.of([UInt8]()).hex == Self.ofNothing)
    }

    @Test func `any sequence of bytes has the digest of its array`() {
        #expect(Digest.of(stride(from: UInt8(0), to: 200, by: 3)) == Digest.of(Array(stride(from: 0, to: 200, by: 3))))
    }

    @Test func `text survives parsing`() throws {
        #expect(try Digest(parsing: "sha256:" + Self.ofABC).description == "sha256:" + Self.ofABC)
        #expect(try Digest(hex: Self.ofABC) == Digest.of("abc".utf8))
    }

    private static let refused: [String] = [
        "", "sha256:", ofABC, "SHA256:\(ofABC)", "sha512:\(ofABC)", "sha256/\(ofABC)", " sha256:\(ofABC)",
        "sha256:\(ofABC)0", "sha256:\(ofABC)\n", "sha256:\(ofABC.dropLast())", "sha256:\(ofABC.dropLast())g",
        "sha256:\(ofABC.dropLast())A", "sha256:\(ofABC.dropLast(2))é",
    ]

    @Test(arguments: refused)
    func `anything but sha256 and 64 lower-case digits is refused`(text: String) {
        #expect(throws: DigestError.self) { try Digest(parsing: text) }
    }

    @Test func `digests sort as their text does`() {
        let digests = (0..<50).map { Digest.of([UInt8($0)]) }
        #expect(digests.sorted().map(\.description) == digests.map(\.description).sorted())
    }

    @Test func `different digests are not equal`() {
        #expect(Digest.of([1]) != Digest.of([2]))
        #expect(Set((0..<50).map { Digest.of([UInt8($0)]) }).count == 50)
    }
}
