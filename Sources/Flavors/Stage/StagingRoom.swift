// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// A folder beside the place of a staging, which takes that place when it is full.
///
/// The folder and what lies at the place are locked (flock(2)) as long as this value lives, so that wherever the swap has put
/// them, no other run takes them for its own.
final class StagingRoom: Sendable {
    let folder: FilePath
    private let place: FilePath
    private let locks: [FileDescriptor]
    private let madeParent: Bool

    /// Clears what a killed run left.
    init(for place: FilePath) throws {
        try Self.refuseForeign(place)
        guard let name = place.lastComponent, name.kind == .regular else {
            throw FlavorFailure.outputInUse(place, reason: "it is no folder's name")
        }
        let parent = place.removingLastComponent()
        folder = parent.appending(".\(name.string).staging")
        self.place = place
        madeParent = !parent.isEmpty && !FileManager.default.fileExists(atPath: parent.string)
        locks = try Self.lock(folder, place)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.string) {
            try FileManager.default.removeItem(atPath: folder.appending(name).string)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder.string)  // the next run clears it
        if madeParent { rmdir(place.removingLastComponent().string) }  // fails when the staging has come into it
        for lock in locks { try? lock.close() }  // the kernel lets a lock go in any case
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

    private static func lock(_ folder: FilePath, _ place: FilePath) throws -> [FileDescriptor] {
        try make(folder)
        var locks: [FileDescriptor] = []
        for path in [folder, place] {
            do {
                let lock = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
                locks.append(lock)
                // What was opened may be another run's, which has moved or removed it since.
                guard flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0, isSame(lock, path) else {
                    throw FlavorFailure.busy(place)
                }
            } catch Errno.noSuchFileOrDirectory where path == place {
                continue
            } catch {
                for lock in locks { try lock.close() }
                throw error is FlavorFailure ? error : FlavorFailure.unreadable(path, reason: "\(error)")
            }
        }
        return locks
    }

    private static func isSame(_ lock: FileDescriptor, _ path: FilePath) -> Bool {
        var (opened, named) = (stat(), stat())
        guard fstat(lock.rawValue, &opened) == 0, lstat(path.string, &named) == 0 else { return false }
        return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
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
