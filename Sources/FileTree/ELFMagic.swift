// SPDX-License-Identifier: Apache-2.0

/// How every ELF file starts (System V ABI, e_ident).
package enum ELFMagic {
    /// 0x7f and `ELF`.
    package static let bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46]
}
