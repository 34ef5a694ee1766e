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
public enum GlyphChoice {
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
  /// Where none is asked for, or one with UTF-8 or without a codeset that is not installed here, it is one with UTF-8.
  /// A plain C is respected, and so is another codeset, which then counts as C.
  static func adoptLocale(_ environment: Environment) -> String {
    let asked = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    if setlocale(LC_CTYPE, "") == nil ? asked.map(mayBeUTF8) ?? true : asked == nil {
      _ = ["C.UTF-8", "en_US.UTF-8", "UTF-8"].first { (name: String) in setlocale(LC_CTYPE, name) != nil }
    }
    return String(cString: nl_langinfo(nl_item(CODESET)))
  }

  /// Whether nothing in a locale's name speaks against UTF-8: “de_DE”, “de_DE.utf8@euro”, not “de_DE.ISO-8859-15”.
  private static func mayBeUTF8(_ name: String) -> Bool {
    guard let dot = name.firstIndex(of: ".") else { return true }
    return name[dot...].dropFirst().uppercased().filter { $0 != "-" }.hasPrefix("UTF8")
  }

  /// Whether the environment asks for text in something else than UTF-8, where a program that is no lecture writes it.
  public static var environmentWantsASCII: Bool {
    glyphs(asciiOnly: false, environment: .ofProcess(), codeset: adoptLocale(.ofProcess())) == .ascii
  }
}
