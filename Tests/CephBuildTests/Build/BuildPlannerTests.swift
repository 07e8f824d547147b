// SPDX-License-Identifier: Apache-2.0

import EngineKit
import Glibc
import SystemPackage
import Testing

@testable import CephBuild

struct BuildPlannerTests {
    @Test func `configure gets absolute folders, and the user's flags last`() throws {
        let plan = try plan { $0.configureFlags = ["-DWITH_X=ON", "-DCMAKE_INSTALL_LIBDIR=/opt"] }
        #expect(
            plan.configure.command == [
                "cmake", "-S", "/ceph", "-B", "/ceph/build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                "-DCMAKE_INSTALL_PREFIX=/usr", "-DCMAKE_INSTALL_LIBDIR=/usr/lib/x86_64-linux-gnu",
                "-DCMAKE_INSTALL_LIBEXECDIR=/usr/lib", "-DCMAKE_INSTALL_SYSCONFDIR=/etc",
                "-DCMAKE_INSTALL_LOCALSTATEDIR=/var", "-DENABLE_GIT_VERSION=ON",
                "-DCMAKE_PROJECT_INCLUDE=/opt/cephdev/tools/project.cmake", "-DCEPHDEV_DEFINITIONS=UNIT_TESTS_BUILT=",
                "-DWITH_X=ON",
                "-DCMAKE_INSTALL_LIBDIR=/opt",
            ]
        )
    }

    @Test func `the default flags stand where the user gives none`() throws {
        #expect(try plan().configure.command.last == "-DWITH_TESTS=OFF")
        #expect(try plan { $0.configureFlags = [] }.configureFlags.isEmpty)
    }

    @Test(arguments: [true, false])
    func `classes get the packages' layout, whatever flags the user gives`(hasTests: Bool) throws {
        let packaging = DistributionBuild(flags: [], hasTests: hasTests)
        let command = try plan(packaging: packaging) { $0.configureFlags = ["-DX=1"] }.configure.command
        #expect(command.contains("-DCMAKE_PROJECT_INCLUDE=/opt/cephdev/tools/project.cmake"))
        #expect(command.contains("-DCEPHDEV_DEFINITIONS=UNIT_TESTS_BUILT=") == hasTests)
    }

    @Test func `a base of Red Hat's family has its own folders`() throws {
        let command = try plan(base: Samples.base(libraryFolder: "/usr/lib64")).configure.command
        #expect(command.contains("-DCMAKE_INSTALL_LIBDIR=/usr/lib64"))
        #expect(command.contains("-DCMAKE_INSTALL_LIBEXECDIR=/usr/libexec"))
    }

    @Test func `without a version Ceph's own option is off`() throws {
        #expect(try plan { $0.versionMode = .off }.configure.command.contains("-DENABLE_GIT_VERSION=OFF"))
    }

    @Test func `ninja gets the jobs, and components as their targets`() throws {
        let plan = try plan { $0.targets = ["mds", "unittest_x"] }
        let script = ["/bin/sh", "/opt/cephdev/tools/compile"]
        #expect(plan.compile.command == script + ["-C", "/ceph/build", "ceph-mds", "unittest_x"])
        #expect(plan.compile.environment["CEPHDEV_LOCAL_JOBS"] == "3")
        #expect(plan.targets == ["ceph-mds", "unittest_x"])
    }

    @Test func `a full build is installed by cmake's own script`() throws {
        let expected = ["cmake", "-P", "/ceph/build/cmake_install.cmake"]
        #expect(try plan().install.command == expected)
    }

    @Test func `chosen targets are installed by the script that knows them`() throws {
        let plan = try plan { $0.targets = ["mon"] }
        #expect(
            plan.install.command == [
                "cmake", "-DBUILD=/ceph/build", "-DTARGETS=ceph-mon;ceph-monstore-tool", "-P",
                "/opt/cephdev/tools/install-targets.cmake",
            ]
        )
    }

    @Test func `only the install step has a destination, and no network`() throws {
        let plan = try plan()
        #expect(plan.install.environment["DESTDIR"] == "/install")
        #expect(plan.install.network == .none)
        #expect(plan.compile.environment["DESTDIR"] == nil)
        #expect(plan.compile.network == .host)
    }

    @Test func `every step claims the stamp's time`() throws {
        let plan = try plan()
        for run in [plan.configure, plan.compile, plan.install] {
            #expect(run.environment["SOURCE_DATE_EPOCH"] == "7")
        }
    }

    @Test func `the workspace is mounted at the same places everywhere`() throws {
        let mounts = try plan().compile.mounts
        let tools = ["compile", "project.cmake", "install-targets.cmake"]
        let folders = ["/ceph", "/ceph/build", "/install", "/ccache"]
        #expect(mounts.map(\.target.string) == folders + tools.map { "/opt/cephdev/tools/" + $0 })
        let sources = ["/w/source", "/w/build", "/w/install", "/c/ccache"]
        #expect(mounts.map(\.source.string) == sources + tools.map { "/r/" + $0 })
    }

    @Test func `docker's builder runs as the caller, whose files these are, unless that is root`() throws {
        let expected = getuid() == 0 ? nil : "\(getuid()):\(getgid())"
        #expect(try plan(builder: builder(runsAsCaller: true)).compile.user == expected)
    }

    @Test func `podman's builder is the caller already`() throws {
        #expect(try plan().compile.user == nil)
    }

    @Test func `a team's cache comes with the compile step alone, and on no command line`() throws {
        let plan = try plan {
            $0.service = try CompileService(remote: RemoteCache(parsing: "redis://:secret@cache.lab"))
        }
        #expect(plan.compile.secrets["CCACHE_REMOTE_STORAGE"]?.hasPrefix("redis://secret@cache.lab") == true)
        #expect(plan.configure.secrets.isEmpty && plan.install.secrets.isEmpty)
        for run in [plan.configure, plan.compile, plan.install] {
            let words = EngineArguments.run(run, name: "x", limits: [], hasInput: false)
            #expect(!words.contains { $0.contains("secret") })
        }
    }

    @Test func `a folder as a team's cache is mounted for the compile step`() throws {
        let plan = try plan {
            $0.service = try CompileService(remote: RemoteCache(parsing: "file:///srv/ccache|read-only"))
        }
        #expect(plan.compile.mounts.last == BindMount("/srv/ccache", at: "/remote-cache"))
        #expect(plan.compile.secrets == ["CCACHE_REMOTE_STORAGE": "file:///remote-cache|read-only"])
    }

    @Test func `with helpers Ceph's own limit of compilers is lifted to all of their jobs`() throws {
        let plan = try plan { $0.service = try CompileService(helpers: DistccHost.list("one/5 two:99")) }
        #expect(plan.configure.command.contains("-DCEPHDEV_COMPILE_JOBS=12"))
        #expect(plan.compile.environment["CEPHDEV_HELPERS"] == "one/5 two:99")
        #expect(plan.install.command.first == "cmake")
    }

    @Test func `with a scheduler the limit is what the pool is asked for`() throws {
        let plan = try plan { $0.service = try CompileService(pool: IcecreamPool(parsing: "lab/40")) }
        #expect(plan.configure.command.contains("-DCEPHDEV_COMPILE_JOBS=40"))
        #expect(plan.compile.environment["CEPHDEV_SCHEDULER"] == "lab:8765")
    }

    // MARK: The key

    @Test(
        arguments: [
            { $0.configureFlags = ["-DWITH_X=ON"] }, { $0.buildType = "Debug" }, { $0.versionMode = .off },
        ] as [@Sendable (inout BuildOptions) -> Void]
    )
    func `what cmake depends on changes the key`(edit: @Sendable (inout BuildOptions) -> Void) throws {
        #expect(try plan(edit).configureKey != plan().configureKey)
    }

    @Test(
        arguments: [
            { $0.jobs = 99 },
            { $0.service = (try? CompileService(remote: RemoteCache(parsing: "redis://x"))) ?? .local },
            { $0.targets = ["mds"] }, { $0.reconfigures = true },
            { $0.configureFlags = ["-DWITH_TESTS=OFF"] },
        ] as [@Sendable (inout BuildOptions) -> Void]
    )
    func `what cmake does not depend on leaves the key`(edit: @Sendable (inout BuildOptions) -> Void) throws {
        #expect(try plan(edit).configureKey == plan().configureKey)
    }

    @Test func `another builder, stamp or library folder changes the key`() throws {
        let key = try plan().configureKey
        #expect(try plan(builder: builder(id: "sha256:other")).configureKey != key)
        #expect(try plan(epoch: 8).configureKey != key)
        #expect(try plan(base: Samples.base(libraryFolder: "/usr/lib64")).configureKey != key)
    }

    // MARK: What plans are made of

    private func builder(id: String = "sha256:builder", runsAsCaller: Bool = false) -> BuilderImage {
        BuilderImage(name: "cephdev/builder:x", id: id, facts: Samples.base(), runsAsCaller: runsAsCaller)
    }

    private func plan(
        builder: BuilderImage? = nil,
        base: BaseFacts = Samples.base(),
        epoch: Int64 = 7,
        packaging: DistributionBuild = DistributionBuild(flags: ["-DWITH_TESTS=OFF"], hasTests: true),
        _ edit: (inout BuildOptions) throws -> Void = { _ in }
    ) throws -> BuildPlan {
        var options = BuildOptions(jobs: 3)
        try edit(&options)
        let planner = BuildPlanner(
            folders: BuildFolders(workspace: "/w", cache: "/c"),
            builder: builder ?? self.builder(),
            recipe: "/r",
            base: base,
            options: options
        )
        let stamp = try VersionStamp(
            mode: .pinned,
            source: Samples.source(),
            base: Samples.version,
            baseEpoch: epoch
        )
        return try planner.plan(stamp: stamp, packaging: packaging)
    }
}
