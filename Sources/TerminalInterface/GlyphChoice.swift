import CNcurses
import CellCanvas

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Chooses the glyphs that the terminal can be trusted with.
enum GlyphChoice {
  /// - Parameters:
  ///   - asciiOnly: whether the person asked for nothing else.
  ///   - codeset: how the locale encodes text: `UTF-8`.
  static func glyphs(asciiOnly: Bool, environment: Environment, codeset: String) -> GlyphSet {
    if asciiOnly || codeset.uppercased().filter({ $0 != "-" }) != "UTF8" { return .ascii }
    // The font of the Linux console has 256 glyphs, half blocks and lines among them.
    return environment["TERM"] == "linux" ? .blocks : .unicode
  }

  /// Takes over the locale of the environment and answers how it encodes text.
  ///
  /// Where none is asked for, or one that is not installed here, it is one with UTF-8; a plain C is respected.
  static func adoptLocale(_ environment: Environment) -> String {
    let isAsked = ["LC_ALL", "LC_CTYPE", "LANG"].contains { environment[$0] != nil }
    if !isAsked || setlocale(LC_CTYPE, "") == nil {
      _ = ["C.UTF-8", "en_US.UTF-8", "UTF-8"].first { (name: String) in setlocale(LC_CTYPE, name) != nil }
    }
    return String(cString: nl_langinfo(nl_item(CODESET)))
  }
}
