import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a parser of XML finds in a drawing.
final class ParsedSVG: NSObject, XMLParserDelegate {
    /// An element with its attributes.
    struct Element {
        let name: String
        let attributes: [String: String]
    }

    /// In the order of their beginnings.
    private(set) var elements: [Element] = []
    /// The texts of all elements of each name.
    private(set) var texts: [String: [String]] = [:]
    /// Why it is no XML; nil where it is.
    private(set) var problem: String?
    private var open: [(name: String, text: String)] = []

    init(_ text: String) {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        if !parser.parse() {
            problem = "\(String(describing: parser.parserError)), line \(parser.lineNumber)"
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        elements.append(Element(name: name, attributes: attributes))
        open.append((name, ""))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += string
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        guard let last = open.popLast() else { return }
        texts[last.name, default: []].append(last.text)
    }

    /// The numbers of all paths and positions, in the coordinates of their groups.
    var coordinates: [String] {
        elements.flatMap { element in
            ["d", "x", "y", "cx", "cy", "width", "height"].compactMap { element.attributes[$0] }
                .flatMap {
                    $0.matches(of: #/-?[0-9]+(\.[0-9]+)?([eE]-?\d+)?/#).map { String($0.0) }
                }
        }
    }
}
