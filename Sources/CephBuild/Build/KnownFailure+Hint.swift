// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit
internal import Reporting

extension KnownFailure.Occurrence {
    /// What mends it, with the numbers of the build that met it.
    func hint(in build: BuildCircumstances) -> String {
        switch failure {
        case .outOfMemory: build.hint(forMemoryAt: step)
        case .diskFull: build.hintForDisk
        case .headerMissing(let name):
            "if '\(name)' is of the source, a path or a submodule is wrong there; else "
                + build.hint(forPackageOf: name)
        case .libraryMissing(let name): build.hint(forPackageOf: "lib\(name)")
        case .packageMissing(let name): build.hint(forPackageOf: name) + "; or a flag of cmake turns it off"
        case .foreignOwner:
            "git refuses a repository that belongs to somebody else: "
                + "'chown -R $(id -u):$(id -g)' what it names, or run cephdev as its owner"
        case .pluginOfAnotherVersion:
            "a plugin loads only into programs of its own version: "
                + "build all of them with one --version-mode, or leave --target out"
        case .acrossFileSystems:
            "a link or a rename leads from one file system to another: what lies in the workspace must be one, without mounts"
        case .inputMissing(let name):
            "the source has no '\(name)' any more, or a submodule is empty; --reconfigure writes ninja's files anew"
        }
    }
}

extension BuildCircumstances {
    fileprivate func hint(forMemoryAt step: String?) -> String {
        let place = step.map { " at \($0)" } ?? ""
        let memory = ByteCount(limit.memory)
        guard jobs > 1 else {
            return
                "memory ran out\(place): one compiler alone wants more than the \(memory) that are here; add memory or swap"
        }
        let fewer = max(1, min(jobs / 2, limit.jobs))
        return "memory ran out\(place): \(jobs) compilers ran at once with \(memory) in all; "
            + "try '--threads \(fewer)', 3 GiB for each; what is compiled stays"
    }

    fileprivate var hintForDisk: String {
        let tight = spaces.filter { $0.byteCount < FreeSpace.tight }
        let shown = (tight.isEmpty ? spaces : tight).map { "\($0.path) has \(ByteCount($0.byteCount)) left" }
        return (shown.isEmpty ? "the engine's host has no room left" : shown.joined(separator: ", "))
            + "; 'cephdev clean build' and 'cephdev clean cache' free what cephdev keeps, --workspace and --cache name other disks"
    }

    fileprivate func hint(forPackageOf name: String) -> String {
        "the builder lacks \(name): add its package to the source's debian/control or ceph.spec.in, and a builder is made anew; "
            + "if it is there, '\(removal)' has the next build make it from the packages of today"
    }

    private var removal: String {
        ([engine, "rmi", builder]).map(ShellWord.quote).joined(separator: " ")
    }
}
