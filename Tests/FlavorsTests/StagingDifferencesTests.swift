// SPDX-License-Identifier: Apache-2.0

import FileTree
import Flavors
import FoundationEssentials
import TestSupport
import Testing

/// Where staging is not as ceph-container's: `docs/flavors.md` lists these.
@Suite(.tags(.medium))
struct StagingDifferencesTests {
    @Test func `changed, new and ignored files have the dirty mark, and the image's label says so`() async throws {
        let sample = try await SampleTree([".gitignore": "ignored\n", "src/daemon/clean": "__ENV_[GIT_CLEAN]__"])
        try sample.write("src/daemon/etc/plain", "edited\n")
        try sample.write("src/daemon/new", "")
        try sample.write("src/daemon/ignored", "")
        let images = try await sample.stage("luminous,ubuntu,16.04")[0].images
        #expect(images[1].files.filter(\.isDirty).map(\.path.string) == ["etc/plain", "ignored", "new"])
        #expect(try sample.staged("files-sources").contains("  <- * src/daemon/etc/plain\n"))
        #expect(try sample.staged("daemon/clean") == "False")
    }

    @Test func `a script with a variable stays executable`() async throws {
        let sample = try await SampleTree()
        try await sample.stage("luminous,centos,7")
        try await sample.shell("test -x ../out/daemon/entry.sh && test -x ../out/daemon/entry.sh.bak")
        try await sample.shell("! test -x ../out/daemon/Dockerfile")
    }

    @Test func `a variable of other flavors alone is an error with file and line`() async throws {
        let sample = try await SampleTree()
        try await sample.shell("rm src/daemon-base/__PACKAGES__")
        let failure = try #require(try await sample.failure("jewel,centos,7"))
        #expect(
            failure.description
                == "ceph-releases/ALL/centos/daemon-base/__INSTALL__:1 (for src/daemon-base/Dockerfile:3): "
                + "__PACKAGES__ is not defined for jewel,centos,7"
        )
        #expect(failure.hint?.contains("ceph-releases/luminous/centos/7/daemon-base/__PACKAGES__") == true)
        #expect(!sample.isStaged("") && sample.scratch.exists("tree"))
    }

    @Test func `an unset environment variable is an error with file and line`() async throws {
        let sample = try await SampleTree(["src/daemon/late": "one\ntwo __ENV_[NOT_SET]__\n"])
        let failure = try #require(try await sample.failure("luminous,centos,7"))
        #expect(failure.description == "src/daemon/late:2: the environment variable NOT_SET is not set")
    }

    @Test func `names of code between underscores are left alone, and noted`() async throws {
        let code = "printf(__FILE__, __LINE__); /* _____ __x__ */ __ENV_[OS_NAME]__\n"
        let sample = try await SampleTree(["src/daemon/code.c": code])
        let staged = try await sample.stage("luminous,centos,7")
        #expect(try sample.staged("daemon/code.c") == "printf(__FILE__, __LINE__); /* _____ __x__ */ centos\n")
        #expect(staged[0].notes.contains { $0.hasPrefix("src/daemon/code.c:1: __FILE__") })
        #expect(try sample.staged("stage.log").contains("src/daemon/code.c:1: __LINE__"))
    }

    @Test(arguments: [
        (["__A__": "x __B__", "__B__": "\n__A__"], "__A__ → __B__ → __A__"),
        (["__A__": "__A__ __A__"], "__A__ → __A__"),
        (["__A__": "__ENV_[LOOP]__"], "__A__ → __ENV_[LOOP]__ → __A__"),
    ])
    func `a circle of variables is an error`(variables: [String: String], chain: String) async throws {
        let files = Dictionary(uniqueKeysWithValues: variables.map { ("src/daemon/" + $0, $1) })
        let sample = try await SampleTree(files.merging(["src/daemon/x": "one\n__A__"]) { $1 })
        var options = sample.options
        options.environment = ["LOOP": "<__A__>"]
        let failure = try #require(try await sample.failure("luminous,centos,7", options: options))
        #expect(failure.description == "src/daemon/x:2: variables hold each other: " + chain)
    }

    @Test func `values that double each other without end are refused`() async throws {
        let doubling = (0..<40).map { ("src/daemon/__D\($0)__", "__D\($0 + 1)__ __D\($0 + 1)__") }
        let files = Dictionary(
            uniqueKeysWithValues: doubling + [("src/daemon/__D40__", ""), ("src/daemon/x", "__D0__")]
        )
        let failure = try #require(try await SampleTree(files).failure("luminous,centos,7"))
        #expect(failure.description.contains("replacing variables does not come to an end"))
    }

    @Test func `values of too many bytes are refused`() async throws {
        let value = String(repeating: "x", count: 1 << 20)
        let sample = try await SampleTree([
            "src/daemon/__X__": value, "src/daemon/x": String(repeating: "__X__\n", count: 20),
        ])
        let failure = try #require(try await sample.failure("luminous,centos,7"))
        #expect(failure.description == "src/daemon/x: the values of its variables have more than 16 MiB")
    }

    @Test(arguments: [[0x7f, 0x45, 0, 0x5f, 0x5f] as [UInt8], [0xff, 0xfe, 0x0a]])
    func `binary files are copied untouched`(start: [UInt8]) async throws {
        let sample = try await SampleTree()
        let bytes = start + Array("__MAINTAINER__ __ENV_[NOT_SET]__".utf8)
        try sample.scratch.write("tree/src/daemon/binary", bytes)
        try await sample.stage("luminous,centos,7")
        #expect(try sample.scratch.bytes("out/daemon/binary") == bytes && !sample.isStaged("daemon/binary.bak"))
    }

    @Test func `lines that end with CR and LF keep both`() async throws {
        let sample = try await SampleTree(["src/daemon/dos": "a\r\n__MAINTAINER__\r\n"])
        try await sample.stage("luminous,centos,7")
        #expect(try sample.staged("daemon/dos") == "a\r\nsomebody@example.com\r\n")
    }

    @Test func `symbolic links to staged files are kept, others give their file`() async throws {
        let sample = try await SampleTree()
        try await sample.shell(
            "ln -s entry.sh src/daemon/link; ln -s ../README src/daemon/copy; ln -s etc src/daemon/folder; echo x >COPYING; ln -s ../COPYING src/COPYING"
        )
        try await sample.stage("luminous,ubuntu,16.04")
        #expect(try await sample.shell("cd ../out/daemon; readlink link folder") == ["entry.sh", "etc"])
        #expect(try sample.staged("daemon/copy") == "of both images\n" && sample.staged("daemon/COPYING") == "x\n")
        try await sample.shell("! test -L ../out/daemon/copy")
    }

    @Test func `a folder of a flavor may be a link to another's`() async throws {
        let sample = try await SampleTree()
        try await sample.shell("ln -s 7 ceph-releases/luminous/centos/8; ln -s centos ceph-releases/ALL/rhel")
        try await sample.stage("luminous,centos,8")
        #expect(try sample.staged("daemon-base/__PACKAGES__") == "ceph ceph-mgr lvm2\n")
    }

    @Test(arguments: [
        ("/etc/passwd", "leads out of the tree, to /etc/passwd"), ("../../../secret", "leads out of the tree"),
        ("nowhere", "leads nowhere"), ("../../ceph-releases", "leads to a folder that is not staged with it"),
        ("self", "leads back to itself"),
    ])
    func `a symbolic link out of the tree or to nothing is refused`(target: String, reason: String) async throws {
        let sample = try await SampleTree()
        try sample.scratch.write("secret", "")
        try await sample.shell("ln -s \(target) src/daemon/self")
        let failure = try #require(try await sample.failure("luminous,centos,7"))
        #expect(failure.description.hasPrefix("src/daemon/self: the symbolic link \(reason)"), "\(failure)")
        #expect(!sample.isStaged(""))
    }

    @Test func `a name that is a file here and a folder there is refused`() async throws {
        let sample = try await SampleTree(["ceph-releases/luminous/daemon/etc": "a file"])
        let failure = try #require(try await sample.failure("luminous,centos,7"))
        #expect(
            failure.description.contains("daemon/etc is a file of ceph-releases/luminous/daemon/etc and a folder of")
        )
    }

    @Test func `a template's own .bak is not overwritten`() async throws {
        let sample = try await SampleTree(["src/daemon/entry.sh.bak": "mine"])
        let staged = try await sample.stage("luminous,centos,7")
        #expect(try sample.staged("daemon/entry.sh.bak") == "mine")
        #expect(staged[0].notes.contains { $0.contains("entry.sh.bak of its own") })
    }

    @Test func `outside of git everything is uncommitted`() async throws {
        let sample = try await SampleTree()
        try await sample.shell("rm -rf .git")
        let staged = try await sample.stage("luminous,centos,7")
        #expect(staged[0].images[0].files.allSatisfy { $0.isDirty })
        #expect(try sample.staged("files-sources").contains("repo [Unknown repo] - branch [Unknown branch]"))
    }
}
