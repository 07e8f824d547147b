// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension Mirror {
    /// Removes what a killed fetch left: locks, which would stop every later one, and packs that never came whole.
    /// Only for whoever holds the mirror's lock.
    func sweep() throws(GitError) {
        for name in try FileStore.names(in: path) where name.hasSuffix(".lock") {
            try FileStore.remove(path.appending(name))
        }
        try sweepLocks(below: path.appending("refs"))
        for folder in [objects, objects.appending("pack")] {
            for name in try FileStore.names(in: folder) where name.hasPrefix("tmp_") || name.hasPrefix("pack_git2_") {
                try FileStore.remove(folder.appending(name))
            }
        }
    }

    private func sweepLocks(below folder: FilePath) throws(GitError) {
        for name in try FileStore.names(in: folder) {
            let path = folder.appending(name)
            if FileStore.isDirectory(path) {
                try sweepLocks(below: path)
            } else if name.hasSuffix(".lock") {
                try FileStore.remove(path)
            }
        }
    }
}
