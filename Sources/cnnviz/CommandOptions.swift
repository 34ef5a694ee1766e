import ArgumentParser
import CellCanvas
import ConvolutionEngine
import Digits
import Files
import Lecture
import PictureFiles
import TerminalInterface

// What several commands take. Every refusal is one sentence that says what there is instead.

/// Refuses a name that does not exist, with the nearest ones that do.
func noSuch(_ kind: String, _ typed: String, among names: [String]) -> ValidationError {
  ValidationError(NameError.noSuch(kind, typed, among: names).description)
}

/// Refuses a run of the command, at a time when how to call it is no news any more.
func refuse(_ sentence: String, status: ExitCode = .validationFailure) -> ExitCode {
  writeToStandardError("Error: " + sentence)
  return status
}

/// What somebody typed behind an option, and what it means.
///
/// It is read while the command line is parsed, and refused by `validate`, which is to ask for its `value`: then the
/// sentence stands by itself. An error that `transform` throws is introduced by words of the parser's, which say less; and
/// what such an option is where nothing is typed, its help has to say.
struct Typed<Value: Sendable>: Sendable, CustomStringConvertible {
  /// What was typed.
  let description: String
  private let result: Result<Value, any Error>

  /// Reads `text`.
  init(_ text: String, _ read: (String) throws -> Value) {
    description = text
    result = Result { try read(text) }
  }

  /// What it means.
  ///
  /// - Throws: the sentence that says why it means nothing, and what there is instead.
  var value: Value { get throws { try result.get() } }
}

/// One of a few words that an option takes.
protocol OptionWord: RawRepresentable, CaseIterable, Sendable where RawValue == String {}

extension OptionWord {
  /// All words.
  static var words: [String] { allCases.map(\.rawValue) }

  /// The word that was typed behind `option`.
  ///
  /// - Throws: `ValidationError` with all that there are.
  static func read(_ option: String, _ text: String) throws -> Self {
    guard let word = Self(rawValue: text) else {
      throw ValidationError("\(option) is \(listed(words, "or")), not “\(text)”.")
    }
    return word
  }
}

/// How the frame looks.
struct LookOptions: ParsableArguments {
  @Option(
    help: "The colours: \(themeNames.joined(separator: ", ")). (default: \(themeNames[0]))",
    completion: .list(themeNames),
    transform: { Typed($0, readTheme) })
  var theme = Typed(themeNames[0], readTheme)

  @Option(
    help: "How many colours there are: \(colorNames.joined(separator: ", ")). (default: \(colorNames[0]))",
    completion: .list(colorNames),
    transform: { Typed($0, readDepth) })
  var color = Typed(colorNames[0], readDepth)

  @Option(
    help: """
      How fine pictures and large maps are: \(PictureBlocks.words.joined(separator: ", ")). Sextants and octants need a font \
      that has them (Unicode 13 and 16), pixels a terminal that says it draws them (kitty's protocol or sixels); elsewhere, \
      and in tmux, these are half blocks. (default: half; pixels for show --format svg)
      """,
    completion: .list(PictureBlocks.words),
    transform: { Typed($0, readBlocks) })
  var blocks: Typed<PictureBlocks>?

  @Flag(help: "Use nothing but ASCII.")
  var ascii = false

  static let themeNames = Theme.all.map(\.name)
  private static let colorNames = ["auto"] + ColorDepth.allCases.map(\.rawValue)

  func validate() throws {
    _ = try theme.value
    _ = try color.value
    _ = try blocks?.value
  }

  /// The number of colours that was asked for; `nil` when the program is to choose.
  var depth: ColorDepth? { get throws { try color.value } }

  /// How the terminal is to be used.
  var screenOptions: ScreenOptions {
    get throws {
      try ScreenOptions(colors: depth, asciiOnly: ascii, drawsPixels: blocks?.value == .pixels)
    }
  }

  static func readTheme(_ name: String) throws -> Theme {
    guard let theme = Theme.named(name) else { throw noSuch("theme", name, among: themeNames) }
    return theme
  }

  private static func readBlocks(_ name: String) throws -> PictureBlocks {
    try PictureBlocks.read("--blocks", name)
  }

  private static func readDepth(_ name: String) throws -> ColorDepth? {
    guard name != colorNames[0] else { return nil }
    guard let depth = ColorDepth(rawValue: name) else {
      throw ValidationError("--color is \(listed(colorNames, "or")), not “\(name)”.")
    }
    return depth
  }
}

extension PictureBlocks: OptionWord {}

/// What the viewer brings along for the scenes to work on.
struct OwnFileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Show a picture of yours: PNG, JPEG, PGM or PPM of up to 100 megapixels; transparent parts lie on white. The scenes \
      \(scenes(with: .picture)) show it, its middle cut to their proportions; the others do not. Instead of a file, one of \
      the program's own pictures: \(Picture.paintedNames.joined(separator: ", ")).
      """, valueName: "file"),
    completion: .file(extensions: ["png", "jpg", "jpeg", "pgm", "ppm"]))
  var image: String?

  @Option(
    help: ArgumentHelp(
      """
      Run alexnet with weights of yours, for one of its forms, or a network that is walked through with its own: a \
      safetensors file with the names of torchvision.
      """,
      valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "Run the digit network with weights of yours, as cnnviz train writes them, in \(scenes(with: .digits)).",
      valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var digits: String?

  @Option(
    help: ArgumentHelp(
      "Trace or learn from the digits of MNIST, from a folder with its files, gzip or plain, in \(scenes(with: .handwriting)).",
      valueName: "folder"),
    completion: .directory)
  var mnist: String?

  @Option(
    help: ArgumentHelp("Name the classes of these weights, one a line.", valueName: "file"), completion: .file())
  var labels: String?

  func validate() throws {
    if labels != nil, weights == nil { throw ValidationError("--labels names the classes of --weights; give both.") }
  }

  /// What was asked for, with all knobs at their standard values.
  ///
  /// - Throws: an exit status of 1 after the sentence that says why a file cannot be used.
  func settings() throws -> Settings {
    Settings(
      picture: try picture(), trained: try trained(nil), digits: try digitNetwork(), handwriting: try handwriting())
  }

  /// The same for a walk through a network, for which the weights are.
  ///
  /// - Throws: an exit status of 1 after the sentence that says why a file cannot be used.
  func settings(for network: Network) throws -> Settings {
    Settings(
      picture: try picture(), trained: try trained(network), digits: try digitNetwork(),
      handwriting: try handwriting(), network: network)
  }

  /// The options as they were given, for a command that is to be run again.
  var arguments: [String] {
    [("--image", image), ("--weights", weights), ("--labels", labels), ("--digits", digits), ("--mnist", mnist)]
      .flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  /// The same with whole paths, for a program that was started elsewhere.
  var wholeArguments: [String] { arguments.map { Files.exists($0) ? Files.wholePath($0) : $0 } }

  /// What a scene does not do with the files that were given, a sentence each.
  func unused(by scene: any Scene.Type) -> [String] {
    [
      (OwnFile.picture, image, "--image"), (.weights, weights, "--weights"), (.digits, digits, "--digits"),
      (.handwriting, mnist, "--mnist"),
    ].compactMap { file, given, option in
      guard given != nil, !scene.ownFiles.contains(file) else { return nil }
      return "Note: \(option) does nothing in \(scene.card.id); it is for \(scenes(with: file))."
    }
  }

  private func handwriting() throws -> Handwriting? {
    guard let mnist else { return nil }
    do throws(DigitFileError) {
      let folder = try DigitFolder(at: mnist)
      return Handwriting([folder.training, folder.test].compactMap(\.self), in: mnist)
    } catch {
      throw refuse("\(error).", status: .failure)
    }
  }

  private func digitNetwork() throws -> TrainedDigits? {
    do {
      return try digits.map { try TrainedDigits(at: $0) }
    } catch {
      throw refuse("\(error).", status: .failure)
    }
  }

  private func trained(_ network: Network?) throws -> TrainedNetwork? {
    guard let weights else { return nil }
    do {
      let text = try labels.map { try TextFile.text(of: $0, nature: "labels are a text with one class a line") }
      var names = (text ?? "").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
      while names.last?.isEmpty ?? false { names.removeLast() }
      guard labels == nil || !names.isEmpty else { throw SettingsError("there is nothing in it") }
      return try network.map { try TrainedNetwork($0, at: weights, labels: names) }
        ?? TrainedNetwork(alexNetAt: weights, labels: names)
    } catch let error as SettingsError {
      throw refuse("“\(labels ?? "")” does not fit: \(error.description).", status: .failure)
    } catch let error as TextFile.Failure {
      throw refuse(error.description, status: .failure)
    } catch {
      throw refuse("\(error).", status: .failure)
    }
  }

  /// The viewer's picture; `nil` when none was asked for.
  ///
  /// - Throws: an exit status of 1 after the sentence that says why the file gives no picture.
  private func picture() throws -> Picture? {
    do throws(PictureFileError) {
      return try image.map { path throws(PictureFileError) in try namedPicture(path) }
    } catch {
      throw refuse("\(error).", status: .failure)
    }
  }
}

/// The picture in a file, or the one inside of the program that is called so.
///
/// - Throws: `PictureFileError` with a sentence that says what is wrong with the file.
func namedPicture(_ name: String) throws(PictureFileError) -> Picture {
  if !Files.exists(name), let painted = Picture.painted(name) { return painted }
  return try PictureFile.picture(at: name)
}

/// Where in the catalogue the scene is, from 0, that `text` names by its id or by its number, from 1.
///
/// - Throws: `ValidationError` with the nearest ids or the range of numbers.
func sceneIndex(of text: String) throws -> Int {
  do { return try catalogueIndex(of: text) } catch { throw ValidationError(error.description) }
}

/// The ids of the scenes that work with a file of the viewer's, as a sentence has them.
func scenes(with file: OwnFile) -> String {
  let ids = catalogue.filter { $0.ownFiles.contains(file) }.map { $0.card.id }
  return ids.isEmpty ? "scenes to come" : listed(ids)
}

/// The ids of all scenes, for completion.
var sceneIDs: [String] { catalogue.map { $0.card.id } }

/// Reads a size as “80x24”.
///
/// - Throws: `ValidationError` for anything but two numbers from 1 to 1000.
func readSize(_ text: String) throws -> Size {
  let sides = text.split(omittingEmptySubsequences: false) { "xX×".contains($0) }.map { Int($0) }
  guard sides.count == 2, let columns = sides[0], let rows = sides[1], (1...1000).contains(columns),
    (1...1000).contains(rows)
  else {
    throw ValidationError("A size is columns x rows, each from 1 to 1000, as 80x24; not “\(text)”.")
  }
  return Size(columns: columns, rows: rows)
}

/// Reads settings of a scene from assignments as “stride=2”.
///
/// - Parameter settings: what the assignments change.
/// - Throws: `ValidationError` with the nearest knobs, the nearest choices or the range.
func settings(
  of scene: any Scene.Type, from assignments: [String], changing settings: Settings = Settings()
) throws -> Settings {
  do { return try Settings(of: scene, from: assignments, changing: settings) } catch {
    throw ValidationError(error.description)
  }
}
