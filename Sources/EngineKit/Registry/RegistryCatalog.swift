// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// The repositories of a registry (distribution-spec, "_catalog", as Docker's registry has it), page by page.
package struct RegistryCatalog: Sendable {
    /// The most repositories that are listed, and the most that a page is asked for.
    private static let most = 100_000
    private static let pageCount = 1000

    private struct Page: Decodable {
        let repositories: [String]?
    }

    private let query: RegistryQuery

    /// The catalog of the registry at `host`, with the credentials that are kept for it.
    package init(of host: String, access: RegistryAccess, credentials: RegistryCredentials?) {
        query = RegistryQuery(host: host, access: access, credentials: credentials)
    }

    /// All names, sorted. `isName` says what can be one; anything else in an answer is refused.
    ///
    /// - Throws: ``EngineError``
    package func repositories(isName: (String) -> Bool) async throws -> [String] {
        var names: Set<String> = []
        var last: String?
        repeat {
            let page = try await page(after: last)
            guard page.names.allSatisfy(isName) else { throw unreadable("it holds what is no name") }
            let known = names.count
            names.formUnion(page.names)
            guard names.count <= Self.most else { throw unreadable("it has more than \(Self.most) names") }
            // A page that brings nothing new would be followed by itself.
            last = page.hasMore && names.count > known ? page.names.last : nil
        } while last != nil
        return names.sorted()
    }

    private func page(after last: String?) async throws -> (names: [String], hasMore: Bool) {
        let after = last.map { "&last=" + $0.replacing("/", with: "%2F") } ?? ""
        let answer = try await query.get("/v2/_catalog?n=\(Self.pageCount)\(after)")
        guard answer.status == 200 else {
            let message = "the registry answers \(answer.status)"
            let problem: RegistryProblem =
                switch answer.status {
                case 401: .unauthorized
                case 403: .denied
                case 404, 405: .unknownName
                case 429: .busy
                default: .other
                }
            throw EngineError.registry(
                problem,
                action: "list the repositories of",
                subject: query.host,
                message: message
            )
        }
        do {
            let page = try JSONDecoder().decode(Page.self, from: Data(answer.body))
            return (page.repositories ?? [], answer.headers["link"]?.contains("rel=\"next\"") == true)
        } catch {
            throw unreadable("it is not the JSON of a catalog")
        }
    }

    private func unreadable(_ reason: String) -> EngineError {
        .unreadableAnswer(engine: query.host, action: "_catalog", reason: reason)
    }
}
