// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials

/// A build as one HTML page that needs nothing else: no server, no network, no other file.
///
/// What comes from outside (names of files, refs, messages of tools) is in the page as JSON alone, in which no tag can begin,
/// and the page's script puts it where it shows as text. The policy of the page allows that script and no other.
package enum ReportPage {
    /// - Throws: `EncodingError`, for a number that JSON cannot hold.
    package static func render(_ report: BuildReport) throws -> [UInt8] {
        let style = text(PackageResources.page_css)
        let script = script
        let values = [
            "policy": policy(style: style, script: script),
            "style": style,
            "script": script,
            "report": try json(report),
        ]
        return Array(fill(text(PackageResources.page_html), with: values).utf8)
    }

    /// The parts of the script, which share one scope that the page does not see.
    private static var script: String {
        let parts = [
            PackageResources.dom_js, PackageResources.head_js, PackageResources.stages_js, PackageResources.lanes_js,
            PackageResources.lanes_input_js, PackageResources.steps_js, PackageResources.layers_js,
            PackageResources.linkage_js, PackageResources.main_js,
        ]
        return "\"use strict\";\n{\n" + parts.map(text).joined(separator: "\n") + "}\n"
    }

    /// Only what has these digests may be run or styled; nothing is loaded. (https://www.w3.org/TR/CSP3/)
    private static func policy(style: String, script: String) -> String {
        "default-src 'none'; script-src '\(hash(script))'; style-src '\(hash(style))'; base-uri 'none'; "
            + "form-action 'none'; require-trusted-types-for 'script'"
    }

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(Digest.of(text.utf8).bytes).base64EncodedString()
    }

    /// JSON in which neither a tag nor a comment can begin.
    private static func json(_ report: BuildReport) throws -> String {
        text(try CanonicalJSON.encode(report)).replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
    }

    /// `template` with each `{{name}}` replaced. What is put in is not looked at again.
    private static func fill(_ template: String, with values: [String: String]) -> String {
        template.replacing(/\{\{([a-z]+)\}\}/) { values[String($0.1)] ?? "" }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
