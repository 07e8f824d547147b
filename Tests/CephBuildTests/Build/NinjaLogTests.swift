// SPDX-License-Identifier: Apache-2.0

import CephBuild
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

struct NinjaLogTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private var path: FilePath { scratch.path.appending(".ninja_log") }

    private func log(_ text: String) throws -> NinjaLog {
        try scratch.write(".ninja_log", text)
        return try NinjaLog.read(at: path)
    }

    @Test(arguments: [5, 6, 7])
    func `an entry has an output, times and a hash`(version: Int) throws {
        let log = try log(
            "# ninja log v\(version)\n1743053\t1773504\t1795670766826869770\tsrc/a b.cc.o\tf1b4a36d8a6f1760\n"
        )
        let step = try #require(log.steps.first)
        #expect(step.output == "src/a b.cc.o" && step.hash == "f1b4a36d8a6f1760")
        #expect(step.start == 1_743_053 && step.end == 1_773_504 && step.duration == .milliseconds(30_451))
        #expect(step.modified == 1_795_670_766_826_869_770)
        #expect(log.lastRun == log.steps)
    }

    @Test func `the last entry of an output counts, and a run begins where the times fall back`() throws {
        let log = try log(
            "# ninja log v6\n0\t9\t1\ta\t1\n2\t12\t1\tb\t2\n0\t5\t2\tb\t2\n0\t5\t2\tb.map\t2\n1\t30\t2\tc\t3\n"
        )
        #expect(log.steps.map(\.output) == ["a", "b", "b.map", "c"])
        #expect(log.steps.map(\.end) == [9, 5, 5, 30])
        #expect(log.lastRun.map(\.output) == ["b", "b.map", "c"])
    }

    @Test(arguments: [
        "3\t9\t1\tb\t2", "3\t9\t1\tb", "3\t9", "", "x\t9\t1\tb\t2\n", "3\t9\t1\tb\tz\n", "9\t3\t1\tb\t2\n",
        "-3\t9\t1\tb\t2\n",
        "3\t9\t1\t\t2\n", "3\t9\t1\tb\t2\t4\n", "\u{0}\u{0}\n",
    ])
    func `what is torn or damaged is passed over`(rest: String) throws {
        #expect(try log("# ninja log v6\n0\t9\t1\ta\t1\n" + rest).steps.map(\.output) == ["a"])
    }

    @Test(arguments: [
        "", "\n", "0\t9\t1\ta\t1\n", "# ninja log v4\n", "# ninja log v8\n", "# ninja log vx\n", "# ninja",
    ])
    func `a file that is no such log is refused by name`(text: String) throws {
        let error = try #require(#expect(throws: BuildFailure.self) { try log(text) })
        #expect(error.description.contains(path.string))
    }

    @Test func `a log that is not there is an error, and has no mark`() {
        #expect(throws: (any Error).self) { try NinjaLog.read(at: path) }
        #expect(NinjaLog.mark(at: path) == nil)
    }

    @Test func `a mark parts this run from those before`() throws {
        try scratch.write(".ninja_log", "# ninja log v6\n0\t5\t1\ta\t1\n")
        let mark = NinjaLog.mark(at: path)
        #expect(try NinjaLog.read(at: path, since: mark).lastRun.isEmpty)
        let file = try FileDescriptor.open(path, .writeOnly, options: .append)
        try file.closeAfter { _ = try file.writeAll("0\t7\t2\tb\t2\n1\t8\t2\ta\t1\n".utf8) }
        let log = try NinjaLog.read(at: path, since: mark)
        #expect(log.lastRun.map(\.output) == ["b", "a"])
        #expect(log.steps.map(\.end) == [7, 8])
    }

    @Test func `a mark in a file that ninja has replaced counts for nothing`() throws {
        try scratch.write(".ninja_log", "# ninja log v6\n0\t5\t1\ta\t1\n0\t5\t1\ta.map\t1\n0\t6\t2\td\t1\n")
        let mark = NinjaLog.mark(at: path)
        try scratch.write("new", "# ninja log v6\n0\t5\t1\ta\t1\n0\t3\t2\tb\t1\n1\t4\t2\tc\t1\n")
        try FileManager.default.removeItem(atPath: path.string)
        try FileManager.default.moveItem(atPath: scratch.path.appending("new").string, toPath: path.string)
        #expect(try NinjaLog.read(at: path, since: mark).lastRun.map(\.output) == ["b", "c"])
    }
}

/// The same with ninja itself.
@Suite(.tags(.medium)) struct NinjaLogOfNinjaTests {
    private static let manifest = """
        rule make
          command = touch $out
        rule break
          command = false
        build one: make in
        build two two.map: make one
        build three: break in

        """

    @Test func `ninja's own log is read, run by run`() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("build.ninja", Self.manifest)
        try scratch.write("in", "")
        let path = scratch.path.appending(".ninja_log")
        try await scratch.run("ninja", "two")
        let first = try NinjaLog.read(at: path)
        #expect(first.steps.map(\.output) == ["one", "two", "two.map"])
        #expect(first.steps[1].hash == first.steps[2].hash && first.steps[0].end <= first.steps[1].start)

        let mark = NinjaLog.mark(at: path)
        try await scratch.run("rm", "two")
        try await scratch.run("sh", "-c", "ninja -k 0 two three || test $? = 1")
        let second = try NinjaLog.read(at: path, since: mark)
        #expect(second.lastRun.map(\.output) == ["two", "two.map"])
        #expect(second.steps.count == 3 && second.steps.first == first.steps.first)
    }
}
