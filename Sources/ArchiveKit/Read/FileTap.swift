// SPDX-License-Identifier: Apache-2.0

package import Digests
package import FileTree

/// Takes the bytes of files while a layer is read, so that it need not be read again for them.
package protocol FileTap: AnyObject {
    /// Whether the bytes of the regular file at `path` are wanted, which begins with `start`. Empty files are not asked about.
    func begin(_ path: TreePath, start: UnsafeRawBufferPointer) throws -> Bool
    /// The next bytes of the file that was wanted, its first ones too.
    func take(_ bytes: UnsafeRawBufferPointer) throws
    /// The file has ended, and this is its digest.
    func finish(_ digest: Digest) throws
}
