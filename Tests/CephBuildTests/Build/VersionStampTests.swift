// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

struct VersionStampTests {
    @Test func `pinned keeps the base's number and time, and no commit`() throws {
        let stamp = try VersionStamp(mode: .pinned, source: Samples.source(), base: Samples.version, baseEpoch: 7)
        #expect(stamp.fileContent == String(repeating: "0", count: 40) + "\n18.2.7\n")
        #expect(stamp.epoch == 7)
    }

    @Test func `git says the commit, its description without v, and its time`() throws {
        let stamp = try VersionStamp(mode: .git, source: Samples.source(), base: nil, baseEpoch: 7)
        #expect(stamp.fileContent == "\(Samples.hash)\n18.2.7-31-gabcdef0123\n")
        #expect(stamp.epoch == 1_600_000_000)
    }

    @Test func `git without a tag still gives a number that can be parsed`() throws {
        let source = try Samples.source(description: nil)
        let stamp = try VersionStamp(mode: .git, source: source, base: nil, baseEpoch: 7)
        #expect(stamp.number == "0.0.0-g0123456789")
    }

    @Test func `off says what Ceph's own option says`() throws {
        let stamp = try VersionStamp(mode: .off, source: Samples.source(commit: false), base: nil, baseEpoch: 7)
        #expect(stamp.fileContent == "no_version\nDevelopment\n")
        #expect(stamp.epoch == 7)
    }

    @Test(arguments: [(VersionMode.pinned, "'--version-mode git'"), (.git, "'--version-mode pinned'")])
    func `a mode that lacks what it needs says which one does not`(mode: VersionMode, other: String) throws {
        let source = try Samples.source(commit: false)
        let error = #expect(throws: BuildFailure.self) {
            try VersionStamp(mode: mode, source: source, base: nil, baseEpoch: 7)
        }
        #expect(error?.hint == "choose \(other)")
    }

    @Test func `the file is written below src`() throws {
        let scratch = try scratchSource()
        let stamp = try VersionStamp(mode: .off, source: Samples.source(), base: nil, baseEpoch: 7)
        try stamp.write(below: scratch.path)
        #expect(try scratch.read("src/.git_version") == stamp.fileContent)
    }

    @Test func `a file that says the same keeps its time`() throws {
        let scratch = try scratchSource()
        let stamp = try VersionStamp(mode: .off, source: Samples.source(), base: nil, baseEpoch: 7)
        try stamp.write(below: scratch.path)
        try backdate(scratch)
        try stamp.write(below: scratch.path)
        #expect(modified(scratch) == 1000)
    }

    @Test func `a file that says something else is replaced`() throws {
        let scratch = try scratchSource()
        try scratch.write("src/.git_version", "0000\n1.2.3\n")
        try backdate(scratch)
        try VersionStamp(mode: .off, source: Samples.source(), base: nil, baseEpoch: 7).write(below: scratch.path)
        #expect(modified(scratch) != 1000)
    }

    private func scratchSource() throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        try scratch.write("src/CMakeLists.txt", "")
        return scratch
    }

    private func backdate(_ scratch: ScratchDirectory) throws {
        var times = [timeval(tv_sec: 1000, tv_usec: 0), timeval(tv_sec: 1000, tv_usec: 0)]
        guard utimes(scratch.path.appending("src/.git_version").string, &times) == 0 else {
            throw Errno(rawValue: errno)
        }
    }

    private func modified(_ scratch: ScratchDirectory) -> Int? {
        var status = stat()
        return stat(scratch.path.appending("src/.git_version").string, &status) == 0 ? status.st_mtim.tv_sec : nil
    }
}
