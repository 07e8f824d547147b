// SPDX-License-Identifier: Apache-2.0

import Flavors
import TestSupport
import Testing

/// What staging does as ceph-container's does it.
@Suite(.tags(.medium))
struct FlavorStagerTests {
    @Test func `the most specific folder wins, for files and for variables`() async throws {
        let sample = try await SampleTree()
        try await sample.stage("jewel,ubuntu,16.04", "jewel,centos,7", "luminous,centos,7")
        let plain = "x86_64/daemon/etc/plain"
        #expect(try sample.staged("jewel-ubuntu-16.04-" + plain) == "of jewel\n")
        #expect(try sample.staged("jewel-centos-7-" + plain) == "of jewel\n")
        #expect(try sample.staged("luminous-centos-7-" + plain) == "of centos 7\n")
        #expect(try sample.staged("jewel-ubuntu-16.04-x86_64/daemon/README") == "of jewel on 16.04\n")
        #expect(try sample.staged("luminous-centos-7-x86_64/daemon-base/README") == "of both images\n")
    }

    @Test func `variables are replaced, also those in values, and blanks at the end of values go`() async throws {
        let sample = try await SampleTree()
        try await sample.stage("luminous-12.2.2,ubuntu,16.04")
        #expect(
            try sample.staged("daemon-base/Dockerfile") == """
                FROM ubuntu:16.04
                LABEL RELEASE="v1" MAINTAINER="somebody@example.com" EMPTY=""
                RUN apt-get install -y ceph ceph-mgr \\
                    luminous-12.2.2 && \\
                    echo done

                """
        )
        #expect(try sample.staged("daemon/entry.sh") == "#!/bin/sh\necho 1337 amd64\n")
    }

    @Test func `a changed file keeps its template, an unchanged one has none`() async throws {
        let sample = try await SampleTree()
        try await sample.stage("luminous,ubuntu,16.04")
        #expect(try sample.staged("daemon/entry.sh.bak") == SampleTree.files["src/daemon/entry.sh"])
        #expect(!sample.isStaged("daemon/etc/plain.bak"))
        #expect(try sample.staged("daemon-base/__INSTALL__").hasPrefix("apt-get install -y __PACKAGES__"))
    }

    @Test func `values make up the names of variables together`() async throws {
        let sample = try await SampleTree([
            "src/daemon/computed": "__ENV_[__WHICH__]__ __PA__ENV_[HALF]__\n", "src/daemon/__WHICH__": "OS_NAME",
            "src/daemon/__PACKED__": "in one",
        ])
        var options = sample.options
        options.environment = ["HALF": "CKED__"]
        try await sample.stage("luminous,ubuntu,16.04", options: options)
        #expect(try sample.staged("daemon/computed") == "ubuntu in one\n")
    }

    @Test func `variables come from flavor and options before they come from the environment`() async throws {
        let names = [
            "CEPH_VERSION", "CEPH_POINT_RELEASE", "HOST_ARCH", "BASEOS_REG", "BASEOS_REPO", "BASEOS_TAG",
            "IMAGES_TO_BUILD", "RELEASE", "DAEMON_BASE_IMAGE", "DAEMON_IMAGE", "GO_ARCH", "GIT_REPO", "GIT_BRANCH",
            "GIT_CLEAN", "BASE_IMAGE", "MINE",
        ]
        let text = names.map { "\($0)=__ENV_[\($0)]__\n" }.joined()
        let sample = try await SampleTree(["src/daemon/all": text])
        var options = sample.options
        options.environment = ["MINE": "mine", "CEPH_VERSION": "nautilus"]
        options.registry = "quay.io/me"
        try await sample.stage("luminous=12.2.5,aarch64,centos,7,reg,arm64v8/centos,7.4", options: options)
        #expect(
            try sample.staged("daemon/all") == """
                CEPH_VERSION=luminous
                CEPH_POINT_RELEASE==12.2.5
                HOST_ARCH=aarch64
                BASEOS_REG=reg
                BASEOS_REPO=arm64v8/centos
                BASEOS_TAG=7.4
                IMAGES_TO_BUILD=daemon-base daemon
                RELEASE=v1
                DAEMON_BASE_IMAGE=quay.io/me/daemon-base:v1-luminous-12.2.5-centos-7-aarch64
                DAEMON_IMAGE=quay.io/me/daemon:v1-luminous-12.2.5-centos-7-aarch64
                GO_ARCH=arm64
                GIT_REPO=https://user:***@host/ceph.git
                GIT_BRANCH=main
                GIT_CLEAN=True
                BASE_IMAGE=reg/arm64v8/centos:7.4
                MINE=mine

                """
        )
    }

    @Test func `tags and base are what was chosen for them`() async throws {
        let sample = try await SampleTree([
            "src/daemon/all": "__ENV_[DAEMON_IMAGE]__ __ENV_[DAEMON_BASE_IMAGE]__ __ENV_[BASE_IMAGE]__"
        ])
        var options = sample.options
        (options.registry, options.release, options.daemonTag, options.baseImage) = ("", nil, "mine:1", "debian:trixie")
        try await sample.shell("git checkout -q -b wip/a+b")
        let staged = try await sample.stage("luminous,centos,7", options: options)
        #expect(try sample.staged("daemon/all") == "mine:1 daemon-base:wip-a-b-luminous-centos-7-x86_64 debian:trixie")
        #expect(staged[0].images.map(\.reference) == ["daemon-base:wip-a-b-luminous-centos-7-x86_64", "mine:1"])
    }

    @Test func `files-sources says where each file comes from, and find-src reads it`() async throws {
        let sample = try await SampleTree(["src/daemon/a b": "x"])
        try await sample.stage("luminous,centos,7")
        let table = try sample.staged("files-sources").split(separator: "\n", omittingEmptySubsequences: false)
        let commit = try await sample.shell("git rev-parse HEAD")[0]
        #expect(table[0] == String(repeating: "-", count: 165) && table[4] == table[0] && table[2].isEmpty)
        #expect(table[1].hasSuffix("repo [https://user:***@host/ceph.git] - branch [main] - commit hash [\(commit)]"))
        let name = "daemon/etc/plain"
        let row =
            name + String(repeating: " ", count: 80 - name.count) + "  <-   ceph-releases/ALL/centos/7/daemon/etc/plain"
        #expect(table.contains(row[...]))
        let rows = table.dropFirst(5).dropLast()
        #expect(Array(rows) == rows.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(
            try await sample.shell("../out/find-src daemon/etc/plain") == [
                "ceph-releases/ALL/centos/7/daemon/etc/plain"
            ]
        )
        #expect(try await sample.shell("../out/find-src 'daemon/a b'") == ["src/daemon/a b"])
        #expect(try await sample.shell("../out/find-src daemon/etc 2>&1 || true")[0].contains("nothing was staged"))
    }

    @Test func `only the images that are asked for are staged`() async throws {
        let sample = try await SampleTree()
        var options = sample.options
        options.images = ["daemon"]
        try await sample.stage("luminous,centos,7", options: options)
        #expect(sample.isStaged("daemon") && !sample.isStaged("daemon-base"))
        options.images = ["../daemon"]
        #expect(try await sample.failure("luminous,centos,7", options: options) == .badImage("../daemon"))
    }

    @Test func `the same tree gives the same bytes`() async throws {
        let sample = try await SampleTree()
        try await sample.stage()
        let first = try await sample.snapshot()
        try await sample.stage()
        #expect(try await sample.snapshot() == first)
    }
}
