// SPDX-License-Identifier: Apache-2.0

package import EngineKit
internal import ProcessKit

/// Asks an image what it is, by running a few of its own commands.
package enum BaseProbe {
    /// Prints `key=value` lines. The folder of librados, not the distribution's name, tells the library folder:
    /// packages of one distribution differ in it.
    private static let script = """
        . /etc/os-release
        echo "distribution=$ID"
        echo "release=${VERSION_CODENAME:-$VERSION_ID}"
        echo "machine=$(uname -m)"
        for python in python3 /usr/libexec/platform-python; do
            if command -v $python >/dev/null 2>&1; then
                echo "python=$($python -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
                break
            fi
        done
        for folder in /usr/lib/$(uname -m)-linux-gnu /usr/lib64 /usr/lib; do
            if [ -e $folder/librados.so.2 ]; then echo "libraries=$folder"; break; fi
        done
        if command -v ceph >/dev/null 2>&1; then echo "ceph=$(ceph --version 2>/dev/null)"; fi
        """

    /// - Throws: ``BuildFailure/cannotProbe(image:lastLines:)``
    package static func probe(_ image: String, with engine: ContainerEngine) async throws -> BaseFacts {
        let result = try await engine.run(ContainerRun(image: image, command: ["/bin/sh", "-c", script]))
        guard result.status.isSuccess, let facts = facts(in: result.output) else {
            throw BuildFailure.cannotProbe(image: image, lastLines: Array((result.errors + result.output).suffix(5)))
        }
        return facts
    }

    static func facts(in lines: [String]) -> BaseFacts? {
        var values: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        guard let distribution = values["distribution"], let release = values["release"],
            let machine = values["machine"]
        else { return nil }
        return BaseFacts(
            distribution: distribution,
            release: release,
            machine: machine,
            python: values["python"],
            libraryFolder: values["libraries"],
            ceph: values["ceph"].flatMap(CephVersion.init(output:))
        )
    }
}
