// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: ["TestSupport", system] + dependencies, swiftSettings: strict)
}

let package = Package(
    name: "cephdev",
    products: [.executable(name: "cephdev", targets: ["cephdev"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: [
        // The command line.
        .executableTarget(name: "cephdev", dependencies: ["CephDevCommands"], swiftSettings: strict),
        library(
            "CephDevCommands",
            [
                "CephDev", "CephBuild", "Flavors", "ImageAssembly", "ArchiveKit", "ImageCheck", "EngineKit", "GitKit",
                "OCIKit", "ProcessKit", "FileTree",
                "Digests",
                "Console", "Reporting", arguments, system,
            ]
        ),
        library("Console", ["Reporting", system]),

        // The pipeline and what knows Ceph.
        library(
            "CephDev",
            [
                "CephBuild", "Flavors", "ArchiveKit", "GitKit", "OCIKit", "ProcessKit", "ImageAssembly", "ImageCheck",
                "BuildReports", "Reporting",
                "EngineKit", "FileTree", "Digests", system,
            ]
        ),
        library(
            "CephBuild",
            ["GitKit", "EngineKit", "ArchiveKit", "ProcessKit", "FileTree", "Digests", "Reporting", system]
        ),
        library("Flavors", ["GitKit", "OCIKit", "ProcessKit", "FileTree", "Reporting", system]),
        library(
            "ImageAssembly",
            ["EngineKit", "ProcessKit", "OCIKit", "ELFKit", "ArchiveKit", "FileTree", "Digests", "Reporting", system]
        ),
        library("ImageCheck", ["ELFKit", "FileTree", "Digests", "Reporting", system]),
        .target(
            name: "BuildReports",
            dependencies: ["Digests"],
            resources: [.embedInCode("Page/page.html"), .embedInCode("Page/page.css")]
                + ["dom", "head", "stages", "lanes", "lanes_input", "steps", "layers", "linkage", "main"].map {
                    .embedInCode("Page/\($0).js")
                },
            swiftSettings: strict
        ),
        library("Reporting", []),

        // One outside thing each.
        library("GitKit", ["CGit2", "ProcessKit", system]),
        library("EngineKit", ["ProcessKit", "Digests", system]),
        library("ELFKit", ["CElf", "CDemangle", "FileTree", system]),
        library("OCIKit", ["Digests", system]),
        library("ArchiveKit", ["CArchive", "CZstd", "CIsal", "FileTree", "Digests", system]),
        library("FileTree", ["CXattr", "Digests", system]),
        library("Digests", ["CCrypto", system]),
        library("ProcessKit", [subprocess, system]),

        // Tests, one target for each of the sources.
        .target(
            name: "TestSupport",
            dependencies: ["ProcessKit", system],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        tests("DigestsTests", ["Digests"]),
        tests("FileTreeTests", ["FileTree", "Digests"]),
        tests("ArchiveKitTests", ["ArchiveKit", "FileTree", "Digests", "ProcessKit"]),
        tests("GitKitTests", ["GitKit", "ProcessKit"]),
        tests("ProcessKitTests", ["ProcessKit"]),
        tests("EngineKitTests", ["EngineKit", "ProcessKit", "Digests"]),
        tests("ELFKitTests", ["ELFKit", "FileTree", "ProcessKit"]),
        tests("OCIKitTests", ["OCIKit", "Digests"]),
        tests("BuildReportsTests", ["BuildReports", "ProcessKit"]),
        tests("ReportingTests", ["Reporting"]),
        tests("ConsoleTests", ["Console", "Reporting"]),
        tests(
            "CephBuildTests",
            ["CephBuild", "EngineKit", "GitKit", "ArchiveKit", "FileTree", "Digests", "Reporting", "ProcessKit"]
        ),
        tests("FlavorsTests", ["Flavors", "GitKit", "FileTree", "Reporting", "ProcessKit"]),
        tests(
            "ImageAssemblyTests",
            ["ImageAssembly", "ELFKit", "ArchiveKit", "OCIKit", "EngineKit", "FileTree", "Digests", "ProcessKit"]
        ),
        tests("ImageCheckTests", ["ImageCheck", "ELFKit", "FileTree", "Digests", "ProcessKit"]),
        tests(
            "CephDevTests",
            [
                "CephDev", "CephBuild", "Flavors", "EngineKit", "GitKit", "OCIKit", "ArchiveKit", "ImageCheck",
                "BuildReports", "Reporting",
                "ProcessKit", "FileTree",
                "Digests",
            ]
        ),
        tests(
            "CephDevCommandsTests",
            [
                "CephDevCommands", "CephDev", "CephBuild", "Flavors", "ArchiveKit", "EngineKit", "GitKit", "ImageCheck",
                "OCIKit", "ProcessKit", "FileTree",
                arguments,
            ]
        ),
        tests("RepositoryRulesTests", ["ProcessKit"]),
        tests("EndToEndTests", ["ProcessKit"]),

        // The C libraries.
        .systemLibrary(name: "CGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CElf", pkgConfig: "libelf", providers: [.apt(["libelf-dev"])]),
        .systemLibrary(name: "CXattr"),
        .systemLibrary(name: "CDemangle"),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CIsal", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    ]
)

// What scripts/fuzz builds; libFuzzer brings its main.
if Context.environment["CEPHDEV_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "ObjectFuzz",
            dependencies: ["ImageCheck", "ELFKit", "FileTree", "Digests", system],
            path: "scripts/fuzz.d",
            swiftSettings: strict
        )
    )
}
