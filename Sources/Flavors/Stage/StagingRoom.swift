// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// A folder beside the place of a staging, which takes that place when it is full. Its lock goes with this value.
final class StagingRoom: Sendable {
    let folder: FilePath
    private let place: FilePath
    private let lock: FileDescriptor
    private let madeParent: Bool

    /// Clears what a killed run left.
    init(for place: FilePath) throws {
        try Self.refuseForeign(place)
        guard let name = place.lastComponent else {
            throw FlavorFailure.outputInUse(place, reason: "it is no folder's name")
        }
        let parent = place.removingLastComponent()
        folder = parent.appending(".\(name.string).staging")
        self.place = place
        madeParent = !parent.isEmpty && !FileManager.default.fileExists(atPath: parent.string)
        try Self.make(folder)
        do {
            lock = try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
        } catch {
            throw FlavorFailure.unreadable(folder, reason: "\(error)")
        }
        guard flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            try lock.close()
            throw FlavorFailure.busy(place)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.string) {
            try FileManager.default.removeItem(atPath: folder.appending(name).string)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder.string)  // the next run clears it
        if madeParent { rmdir(place.removingLastComponent().string) }  // fails when the staging has come into it
        try? lock.close()  // the kernel lets the lock go in any case
    }

    /// Puts the folder in its place; what was there goes with this value.
    func swap() throws {
        do {
            try FolderSwap.put(folder, at: place)
        } catch {
            throw FlavorFailure.unwritable(place, reason: "\(error)")
        }
    }

    func write(
        _ text: String,
        as name: String,
        permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
    ) throws {
        let path = folder.appending(name)
        do {
            let file = try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: permissions
            )
            _ = try file.closeAfter { try file.writeAll(text.utf8) }
        } catch {
            throw FlavorFailure.unwritable(path, reason: "\(error)")
        }
    }

    static func make(_ folder: FilePath) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        } catch {
            throw FlavorFailure.unwritable(folder, reason: "the folder cannot be made")
        }
    }

    /// Only a staging, or an empty folder, may be replaced.
    private static func refuseForeign(_ place: FilePath) throws {
        var status = stat()
        guard lstat(place.string, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw FlavorFailure.outputInUse(place, reason: "it is not a folder")
        }
        let isStaging = FileManager.default.fileExists(atPath: place.appending("files-sources").string)
        guard try isStaging || FileManager.default.contentsOfDirectory(atPath: place.string).isEmpty else {
            throw FlavorFailure.outputInUse(place, reason: "it holds something else than a staging")
        }
    }
}
