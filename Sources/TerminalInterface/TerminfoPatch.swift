import CellCanvas

extension TerminfoEntry {
  /// The places of some capabilities in the order of `<term.h>`.
  private enum Place {
    static let canChangeColors = 27
    static let colors = 13
    static let colorPairs = 14
    static let repeatCharacter = 121
    static let initializeColor = 299
    static let mouseKey = 355
    static let setInk = 359
    static let setPaper = 360
  }

  /// The name under which ncurses is given a patched entry.
  static let patchedName = "cnnviz"

  /// Whether the terminal sets ink and paper one by one, and so can show any pair of its colours.
  private var setsColorsOneByOne: Bool { string(at: Place.setInk) != nil && string(at: Place.setPaper) != nil }

  /// The entry changed so that ncurses uses more of the terminal than it was described with:
  /// as many colour pairs as ncurses can count, and the colours of `depth` where it was described with fewer. Reports of the
  /// mouse it leaves to `KeyDecoder`: of several that arrive together ncurses keeps one.
  func patched(for depth: ColorDepth) -> TerminfoEntry {
    var entry = self
    entry.names = Array("\(Self.patchedName)|the user's terminal as cnnviz uses it".utf8)
    // Not every terminal that says so can repeat a character, or change its colours and change them back.
    entry.set(Place.repeatCharacter, nil)
    entry.set(Place.initializeColor, nil)
    if entry.flags.count > Place.canChangeColors { entry.flags[Place.canChangeColors] = 0 }
    let colors = numbers.count > Place.colors ? numbers[Place.colors] : -1
    switch depth {
    case .truecolor:
      entry.setColors(0x100_0000) { selector in
        "\u{1B}[\(selector)8;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm"
      }
      Self.setNamed(&entry.namedFlags, "RGB", 1)
    case .palette256: if colors < 256 { entry.setColors(256) { "\u{1B}[\($0)8;5;%p1%dm" } }
    case .palette16: if colors < 8 { entry.setColors(8) { "\u{1B}[\($0)%p1%dm" } }
    case .mono: break
    }
    if entry.setsColorsOneByOne { entry.set(Place.colorPairs, 0x10000) }
    entry.set(Place.mouseKey, nil)
    return entry
  }

  /// Has `count` colours set by what `sequence` gives for 3, the ink, and 4, the paper.
  private mutating func setColors(_ count: Int32, sequence: (_ selector: Int) -> String) {
    set(Place.colors, count)
    set(Place.setInk, Array(sequence(3).utf8))
    set(Place.setPaper, Array(sequence(4).utf8))
  }

  private func string(at place: Int) -> [UInt8]? { place < strings.count ? strings[place] : nil }

  private mutating func set(_ place: Int, _ value: [UInt8]?) {
    while strings.count <= place { strings.append(nil) }
    strings[place] = value
  }

  private mutating func set(_ place: Int, _ value: Int32) {
    while numbers.count <= place { numbers.append(-1) }
    numbers[place] = value
  }

  /// ncurses expects the names of each kind in order.
  private static func setNamed<Value: Equatable>(_ list: inout [Named<Value>], _ name: String, _ value: Value) {
    let name = Array(name.utf8)
    list.removeAll { $0.name == name }
    list.append(Named(name: name, value: value))
    list.sort { $0.name.lexicographicallyPrecedes($1.name) }
  }
}
