// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// Where an image is, as containers-transports(5) writes it, and `rootfs:` for a file system that is unpacked already.
package enum ImageLocation: Sendable, Equatable {
    /// A name or an id without a transport: of an image in the engine or, failing that, in a registry.
    case named(String)
    case dockerDaemon(String)
    case containersStorage(String)
    /// `host/path:tag` or `host/path@digest`.
    case registry(String)
    /// A folder, and the name of an image in it.
    case layout(FilePath, name: String?)
    case layoutArchive(FilePath, name: String?)
    case dockerArchive(FilePath, name: String?)
    case rootFileSystem(FilePath)

    /// - Throws: ``OCIError/invalidReference(_:reason:)``
    package init(parsing text: String) throws(OCIError) {
        guard !text.utf8.contains(0), !text.isEmpty else { throw .invalidReference(text, reason: "it is empty") }
        guard let colon = text.firstIndex(of: ":") else {
            self = try .named(Self.checked(text, in: text))
            return
        }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "docker-daemon": self = try .dockerDaemon(Self.checked(rest, in: text))
        case "containers-storage": self = try .containersStorage(Self.checked(rest, in: text))
        case "docker":
            guard rest.hasPrefix("//") else {
                throw .invalidReference(text, reason: "a registry's begins with docker://")
            }
            self = try .registry(Self.checkedName(String(rest.dropFirst(2)), in: text))
        case "oci":
            let (path, name) = try Self.pathAndName(rest, in: text)
            self = .layout(path, name: name)
        case "oci-archive":
            let (path, name) = try Self.pathAndName(rest, in: text)
            self = .layoutArchive(path, name: name)
        case "docker-archive":
            let (path, name) = try Self.pathAndName(rest, in: text)
            self = .dockerArchive(path, name: name)
        case "rootfs":
            guard !rest.isEmpty else { throw .invalidReference(text, reason: "it names no folder") }
            self = .rootFileSystem(FilePath(rest))
        case "dir", "ostree", "sif", "tarball":
            throw .invalidReference(
                text,
                reason: "images of this transport are not read; 'skopeo copy' makes a layout of one"
            )
        default: self = try .named(Self.checked(text, in: text))
        }
    }

    /// The path ends at the first colon, as containers/image has it.
    private static func pathAndName(_ rest: String, in text: String) throws(OCIError) -> (FilePath, name: String?) {
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let path = parts.first, !path.isEmpty else { throw .invalidReference(text, reason: "it names no file") }
        guard parts.count == 2 else { return (FilePath(path), nil) }
        guard !parts[1].isEmpty else { throw .invalidReference(text, reason: "there is no name behind the colon") }
        return (FilePath(path), parts[1])
    }

    /// `name`, if it is an id, or a name and perhaps a digest.
    private static func checked(_ name: String, in text: String) throws(OCIError) -> String {
        let digits = name.hasPrefix("sha256:") ? name.dropFirst(7) : Substring(name)
        let isID = (7...64).contains(digits.count) && digits.allSatisfy { $0.isHexDigit && !$0.isUppercase }
        return isID ? name : try checkedName(name, in: text)
    }

    private static func checkedName(_ name: String, in text: String) throws(OCIError) -> String {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        do {
            _ = try ImageReference(parsing: parts.first ?? "")
        } catch {
            guard case .invalidReference(_, let reason) = error else { throw error }
            throw .invalidReference(text, reason: reason)
        }
        guard parts.count == 1 || parts[1].wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil else {
            throw .invalidReference(text, reason: "'\(parts[1])' is no digest")
        }
        return name
    }
}
