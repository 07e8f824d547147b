// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import Testing

@testable import CephBuild

struct KnownFailureTests {
    /// What the tools print.
    private static let lines: [(line: String, failure: KnownFailure)] = [
        ("g++: fatal error: Killed signal terminated program cc1plus", .outOfMemory),
        ("c++: fatal error: Killed signal terminated program lto1", .outOfMemory),
        ("collect2: fatal error: ld terminated with signal 9 [Killed]", .outOfMemory),
        ("virtual memory exhausted: Cannot allocate memory", .outOfMemory),
        ("cc1plus: out of memory allocating 65536 bytes after a total of 3026944 bytes", .outOfMemory),
        ("/usr/bin/ld: final link failed: memory exhausted", .outOfMemory),
        ("/usr/bin/ld: final link failed: Cannot allocate memory", .outOfMemory),
        ("clang++: error: unable to execute command: Killed", .outOfMemory),
        ("LLVM ERROR: out of memory", .outOfMemory),
        ("  what():  std::bad_alloc", .outOfMemory),
        ("FAILED: [code=137] src/a.cc.o ", .outOfMemory),
        ("Killed", .outOfMemory),
        ("/usr/bin/ld: final link failed: No space left on device", .diskFull),
        ("fatal error: error writing to /tmp/ccW1z.s: No space left on device", .diskFull),
        ("ccache: error: failed to write to /ccache/tmp/x: Disk quota exceeded", .diskFull),
        (
            "/ceph/src/a.h:1:10: fatal error: boost/asio.hpp: No such file or directory",
            .headerMissing("boost/asio.hpp")
        ),
        ("/ceph/src/a.h:1:10: fatal error: 'rados/x.h' file not found", .headerMissing("rados/x.h")),
        ("/usr/bin/ld: cannot find -lboost_python: No such file or directory", .libraryMissing("boost_python")),
        ("/usr/bin/ld: cannot find -lfmt", .libraryMissing("fmt")),
        ("ld.lld: error: unable to find library -lfoo", .libraryMissing("foo")),
        ("  Could NOT find RDMA (missing: IBVERBS_INCLUDE_DIR)", .packageMissing("RDMA")),
        (#"  Could not find a package configuration file provided by "fmt" with any of"#, .packageMissing("fmt")),
        ("No package 'libnbd' found", .packageMissing("libnbd")),
        ("   Package 'liburing', required by 'virtual:world', not found", .packageMissing("liburing")),
        ("fatal: detected dubious ownership in repository at '/ceph'", .foreignOwner),
        (
            "expected plugin /usr/lib/ceph/erasure-code/libec_jerasure.so version 18.2.7 but it claims to be 18.2.8 instead",
            .pluginOfAnotherVersion
        ),
        ("erasure_code_init(jerasure): (18) Invalid cross-device link", .pluginOfAnotherVersion),
        ("ln: failed to create hard link 'b' => '/ceph/a': Invalid cross-device link", .acrossFileSystems),
        (
            "ninja: error: '/ceph/src/gone.cc', needed by 'src/CMakeFiles/x.dir/gone.cc.o', missing and no known rule to make it",
            .inputMissing("/ceph/src/gone.cc")
        ),
    ]

    @Test(arguments: lines)
    func `a known failure is found in a tool's words`(line: String, failure: KnownFailure) {
        #expect(KnownFailure(line) == failure)
    }

    @Test(arguments: [
        "", "a.cc:1:1: error: 'Killed' was not declared", "Killed by tests",
        "a.cc:1:2: error: no match for 'operator+'",
        "g++: fatal error: no input files", "-- Found Package 'x'", "Package 'x' found", "cannot find -l",
        "note: missing and no known rule to make it", "ninja: build stopped: subcommand failed.",
    ])
    func `any other line is none`(line: String) {
        #expect(KnownFailure(line) == nil)
    }

    private func build(jobs: Int = 8, spaces: [FreeSpace] = []) -> BuildCircumstances {
        BuildCircumstances(
            jobs: jobs,
            limit: JobLimit(cores: 16, memory: 12 << 30),
            builder: "cephdev/builder:debian-trixie-0123",
            engine: "docker",
            spaces: spaces
        )
    }

    private func hint(_ failure: KnownFailure, at step: String? = nil, in build: BuildCircumstances) -> String {
        KnownFailure.Occurrence(failure: failure, step: step).hint(in: build)
    }

    @Test func `short memory names the step, the memory and fewer threads`() {
        let hint = hint(.outOfMemory, at: "src/a.cc.o", in: build())
        #expect(hint.contains("at src/a.cc.o: 8 compilers ran at once with 12 GB in all"))
        #expect(hint.contains("'--threads 4'"))
    }

    @Test(arguments: [(2, "--threads 1"), (3, "--threads 1"), (16, "--threads 4"), (100, "--threads 4")])
    func `fewer threads are fewer, and no more than memory is there for`(jobs: Int, option: String) {
        #expect(hint(.outOfMemory, in: build(jobs: jobs)).contains("'\(option)'"))
    }

    @Test func `where one compiler is too many, no option is named`() {
        #expect(!hint(.outOfMemory, in: build(jobs: 1)).contains("--threads"))
    }

    @Test func `a full disk names the file system that is full`() {
        let spaces = [
            FreeSpace(path: "/w/build", byteCount: 12_000_000, device: 1),
            FreeSpace(path: "/c/ccache", byteCount: 90_000_000_000, device: 2),
        ]
        let hint = hint(.diskFull, in: build(spaces: spaces))
        #expect(
            hint.contains("/w/build has 12 MB left") && !hint.contains("/c/ccache") && hint.contains("cephdev clean")
        )
    }

    @Test func `what the builder lacks is told with how it is made anew`() {
        for failure in [KnownFailure.headerMissing("x.h"), .libraryMissing("x"), .packageMissing("X")] {
            #expect(hint(failure, in: build()).contains("docker rmi cephdev/builder:debian-trixie-0123"))
        }
        #expect(hint(.headerMissing("x.h"), in: build()).contains("if 'x.h' is of the source"))
    }

    @Test(arguments: [
        (KnownFailure.foreignOwner, "chown"), (.pluginOfAnotherVersion, "--version-mode"),
        (.acrossFileSystems, "mounts"),
        (.inputMissing("/ceph/src/gone.cc"), "--reconfigure"),
    ])
    func `the others name what mends them`(failure: KnownFailure, word: String) {
        #expect(hint(failure, in: build()).contains(word))
    }
}
