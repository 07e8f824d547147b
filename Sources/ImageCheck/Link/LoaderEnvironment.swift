// SPDX-License-Identifier: Apache-2.0

/// What steers the loader beside the objects themselves (ld.so(8), "ENVIRONMENT" and "FILES").
package struct LoaderEnvironment: Sendable, Equatable {
    /// `LD_LIBRARY_PATH`, its folders separated by colons; nil when it is not set, or to nothing.
    package var libraryPath: String?
    /// `LD_PRELOAD`.
    package var preloads: [String] = []
    /// What `/etc/ld.so.preload` lists.
    package var systemPreloads: [String] = []
    /// The folders of glibc-hwcaps that the processor is good for, the best first: `x86-64-v3`, `x86-64-v2`. None stands for
    /// the processor that every image must link on.
    package var processors: [String] = []

    package init() {}

    /// - Parameters:
    ///   - variables: as an image's configuration has them: `NAME=value`.
    ///   - preloadFile: the bytes of `/etc/ld.so.preload`; none when there is no such file.
    package init(variables: [String], preloadFile: [UInt8] = []) {
        for variable in variables {
            let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "LD_LIBRARY_PATH": libraryPath = parts[1].isEmpty ? nil : String(parts[1]).replacing(";", with: ":")
            case "LD_PRELOAD": preloads = parts[1].split { $0 == " " || $0 == ":" }.map(String.init)
            default: break
            }
        }
        for line in preloadFile.split(separator: UInt8(ascii: "\n")) {
            let names = line.prefix { $0 != UInt8(ascii: "#") }.split { [9, 32, UInt8(ascii: ":")].contains($0) }
            systemPreloads += names.map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
