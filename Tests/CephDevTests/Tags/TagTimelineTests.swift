// SPDX-License-Identifier: Apache-2.0

import Digests
import Testing

@testable import CephDev

struct TagTimelineTests {
    private static let a = Digest.of("a".utf8)
    private static let b = Digest.of("b".utf8)
    private static let c = Digest.of("c".utf8)
    private static let d = Digest.of("d".utf8)

    private static func move(_ old: Digest?, _ new: Digest, _ cause: TagMove.Cause = .move) -> TagMove {
        TagMove(time: "2026-01-01T00:00:00Z", engine: "docker", name: "x:y", old: old, new: new, cause: cause)
    }

    private static let built = [move(nil, a), move(a, b), move(b, c)]

    @Test func `a tag goes back to the image before`() {
        #expect(TagTimeline(Self.built).previous(to: Self.c) == Self.b)
    }

    @Test func `a second rollback goes back one more, and a third finds nothing`() {
        let once = Self.built + [Self.move(Self.c, Self.b, .rollback)]
        #expect(TagTimeline(once).previous(to: Self.b) == Self.a)
        let twice = once + [Self.move(Self.b, Self.a, .rollback)]
        #expect(TagTimeline(twice).previous(to: Self.a) == nil)
    }

    @Test func `what was gone back from is passed over after the next build`() {
        let moves = Self.built + [Self.move(Self.c, Self.b, .rollback), Self.move(Self.b, Self.d)]
        #expect(TagTimeline(moves).previous(to: Self.d) == Self.b)
    }

    @Test func `a chosen image is a step that can be taken back`() {
        let moves = Self.built + [Self.move(Self.c, Self.a)]
        #expect(TagTimeline(moves).images == [Self.a, Self.b, Self.c, Self.a])
        #expect(TagTimeline(moves).previous(to: Self.a) == Self.c)
    }

    @Test func `a tag that was there before its first move goes back to what it was`() {
        #expect(TagTimeline([Self.move(Self.d, Self.a)]).previous(to: Self.a) == Self.d)
    }

    @Test func `a tag that somebody else moved goes back to where it was`() {
        #expect(TagTimeline(Self.built).previous(to: Self.d) == Self.c)
        #expect(TagTimeline(Self.built + [Self.move(Self.d, Self.a)]).previous(to: Self.a) == Self.d)
    }

    @Test func `a tag that was removed goes back to what it named last`() {
        #expect(TagTimeline(Self.built).previous(to: nil) == Self.c)
    }

    @Test func `a tag without moves has nothing to go back to`() {
        #expect(TagTimeline([]).previous(to: Self.a) == nil)
    }
}
