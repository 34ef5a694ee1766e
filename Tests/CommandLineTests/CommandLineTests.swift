import CellCanvas
import ConvolutionEngine
import Foundation
import Lecture
import Playback
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ListCommandTests {
  @Test func everySceneIsListed() throws {
    let outcome = try BuiltCommand.run("list")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == catalogue.count + 1)
    for (line, scene) in zip(lines.dropFirst(), catalogue) {
      #expect(line.contains(scene.card.id) && line.contains(scene.card.title))
    }
  }

  @Test func programsGetJSON() throws {
    let outcome = try BuiltCommand.run("list", "--json")
    let list = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    #expect(list.count == catalogue.count)
    for (index, entry) in list.enumerated() {
      let scene = catalogue[index]
      #expect(Set(entry.keys) == ["number", "id", "title", "part", "steps", "controls", "notes"])
      #expect(entry["number"] as? Int == index + 1 && entry["id"] as? String == scene.card.id)
      let steps = try scene.init(Settings()).steps
      #expect(entry["steps"] as? Int == steps.count)
      #expect(entry["notes"] as? [String] == steps.map(\.note))
    }
  }

  /// Whoever reads the list can set every knob to both of its ends, to every choice and back to its standard value.
  @Test func everyKnobIsDescribed() throws {
    let outcome = try BuiltCommand.run("list", "--json")
    let list = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    for (entry, scene) in zip(list, catalogue) {
      let controls = try #require(entry["controls"] as? [[String: Any]])
      #expect(controls.map { $0["name"] as? String } == scene.controls.map(\.name))
      for (described, control) in zip(controls, scene.controls) {
        #expect(described["help"] as? String == control.help)
        var settings = Settings()
        func set(_ text: String) throws -> String {
          try settings.set(control, from: text)
          return settings.text(control)
        }
        switch control.kind {
        case .integer(let range, let standard):
          #expect(described["kind"] as? String == "integer" && described["standard"] as? Int == standard)
          #expect(described["range"] as? [Int] == [range.lowerBound, range.upperBound])
        case .choice(let names, let standard):
          #expect(described["kind"] as? String == "choice" && described["standard"] as? String == standard)
          #expect(described["choices"] as? [String] == names)
        case .toggle:
          #expect(described["kind"] as? String == "switch")
          for name in try #require(described["choices"] as? [String]) { #expect(try set(name) == name) }
          #expect(described["standard"] as? String == Settings().text(control))
        case .grid(let range, let decimals):
          #expect(described["kind"] as? String == "grid" && described["decimals"] as? Int == decimals)
          #expect(described["range"] as? [Double] == [range.lowerBound, range.upperBound])
        }
      }
    }
  }
}

@Suite struct VersionTests {
  @Test func theProgramKnowsItsVersion() throws {
    let outcome = try BuiltCommand.run("--version")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(outcome.output)")
  }
}

@Suite struct ShowCommandTests {
  @Test func itShowsWhatTheLectureDraws() throws {
    var player = Player(options: PlayerOptions())
    try player.show(scene: 1, step: 2, progress: 0.5)
    // A cell of plain text is what the canvas holds wherever it is a letter.
    let frame = player.frame()
    let lines = try BuiltCommand.run("show", catalogue[1].card.id, "--step", "3", "--progress", "0.5").output
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 25 && lines.last == "")
    for (row, line) in lines.prefix(24).enumerated() {
      let glyphs = Array(line.unicodeScalars)
      for column in 0..<80 where frame[column, row].isText {
        #expect(column < glyphs.count && glyphs[column] == frame[column, row].glyph, "(\(column), \(row))")
      }
    }
  }

  @Test func aSceneHasAnIDAndANumber() throws {
    let byNumber = try BuiltCommand.run("show", "2")
    #expect(byNumber.status == 0 && !byNumber.output.isEmpty)
    #expect(try BuiltCommand.run("show", catalogue[1].card.id).output == byNumber.output)
  }

  @Test func theLastStepIsTheLast() throws {
    let id = catalogue[1].card.id
    let text = try BuiltCommand.run("show", id, "--step", "last", "--format", "json").output
    let facts = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(facts["step"] as? Int == facts["steps"] as? Int && (facts["steps"] as? Int ?? 0) > 1)
  }

  @Test func jsonHoldsTheFrameAndWhatIsSaidAboutIt() throws {
    let text = try BuiltCommand.run(
      "show", "sliding-kernel", "--format", "json", "--size", "100x30", "--set", "seed=3", "--set", "kernel=2"
    ).output
    let facts = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let number = try #require(catalogue.firstIndex { $0.card.id == "sliding-kernel" }) + 1
    #expect(facts["id"] as? String == "sliding-kernel" && facts["number"] as? Int == number)
    #expect((facts["rows"] as? [String])?.count == 30)
    #expect((facts["rows"] as? [String])?.allSatisfy { $0.unicodeScalars.count == 100 } == true)
    #expect((facts["settings"] as? [String: String])?["seed"] == "3")
    #expect((facts["caption"] as? String)?.isEmpty == false)
  }

  @Test func jsonHoldsTheLinksOfTheStep() throws {
    func links(_ scene: String, step: Int) throws -> [[String: String]]? {
      let text = try BuiltCommand.run("show", scene, "--step", "\(step)", "--format", "json").output
      let facts = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      #expect((facts?["note"] as? String)?.isEmpty == false)
      return facts?["links"] as? [[String: String]]
    }
    #expect(try links("three-advantages", step: 2) == [["scene": "sparse-connectivity", "label": "sparse"]])
    #expect(try links("three-advantages", step: 1)?.count == 3)
    #expect(try links("sliding-kernel", step: 1) == [])
  }

  @Test func theFigureCanStandAlone() throws {
    let whole = try BuiltCommand.run("show", "stride", "--step", "4").output.split(
      separator: "\n", omittingEmptySubsequences: false)
    let figure = try BuiltCommand.run("show", "stride", "--step", "4", "--figure").output
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(figure.dropLast() == whole[1..<22], "without the header, the bar and the keys")
  }

  @Test func svgIsXMLOfTheRightSize() throws {
    let text = try BuiltCommand.run("show", "stride", "--format", "svg", "--size", "90x26", "--theme", "light").output
    #expect(XMLParser(data: Data(text.utf8)).parse())
    #expect(text.contains("width=\"900\" height=\"520\"") && text.hasSuffix("</svg>\n"))
  }

  @Test func ansiEndsWithAResetInEveryDepth() throws {
    for (color, mark) in [("truecolor", "48;2;"), ("256", "48;5;"), ("16", "\u{1B}[0;"), ("mono", "\u{1B}[0m")] {
      let text = try BuiltCommand.run("show", "stride", "--format", "ansi", "--color", color).output
      #expect(text.contains(mark) && text.hasSuffix("\u{1B}[0m\n"))
    }
    let quiet = try BuiltCommand.run("show", "stride", "--format", "ansi", environment: ["NO_COLOR": "1"]).output
    #expect(!quiet.contains(";38;"))
  }

  @Test func asciiIsASCII() throws {
    let outcome = try BuiltCommand.run("show", "sliding-kernel", "--step", "4", "--ascii")
    #expect(outcome.status == 0 && outcome.output.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: [
    (["show", "slidng-kernel"], "There is no scene “slidng-kernel”; did you mean sliding-kernel?"),
    (
      ["show", "more-arithmetic"],
      "There is no scene “more-arithmetic”; that is told in three scenes: dilated-convolution, transposed-convolution and separable-convolution."
    ),
    (["show", "Deconvolution"], "There is no scene “Deconvolution”; that is the scene transposed-convolution."),
    (["show", "0"], "Scenes are numbered from 1 to \(catalogue.count); there is no scene 0."),
    (["show", "stride", "--theme", "drak"], "There is no theme “drak”; did you mean dark?"),
    (["show", "stride", "--set", "strid=2"], "There is no knob “strid”; did you mean stride?"),
    (["show", "stride", "--set", "stride"], "A setting is a name, = and a value, as stride=2; not “stride”."),
    (["show", "stride", "--set", "stride=99"], "stride is a whole number from 1 to 4, not “99”."),
    (["show", "stride", "--set", "preset=sobel"], "preset has no “sobel”; did you mean"),
    (["show", "stride", "--size", "80"], "A size is columns x rows, each from 1 to 1000, as 80x24; not “80”."),
    (["show", "stride", "--size", "0x24"], "A size is columns x rows, each from 1 to 1000"),
    (["show", "stride", "--size", "80x1001"], "A size is columns x rows, each from 1 to 1000"),
    (["show", "stride", "--step", "0"], "The scene stride has the steps 1 to"),
    (["show", "stride", "--step", "1000"], "The scene stride has the steps 1 to"),
    (["show", "stride", "--step", "first"], "A step is a number from 1, or last; not “first”."),
    (["show", "stride", "--progress", "1.5"], "Progress is a number from 0 to 1, not 1.5."),
    (["show", "stride", "--format", "png"], "--format is text, ansi, svg or json, not “png”."),
    (["show", "stride", "--color", "8"], "--color is auto, truecolor, 256, 16 or mono, not “8”."),
    (
      ["show", "stride", "--set", "input=4", "--set", "kernel=5"],
      "kernel 5 covers 5 cells, more than the 4 of the input"
    ),
    (["--theme", "drak"], "There is no theme “drak”; did you mean dark?"),
    (["lst"], "There is no command “lst”; did you mean list?"),
    (["--scene", "strid"], "There is no scene “strid”; did you mean stride"),
    (["--scene", "stride:0"], "A step is a number from 1, not “0”."),
    (["walk", "alexnet", "--theme", "drak"], "There is no theme “drak”; did you mean dark?"),
    (["shapes", "alexnt"], "There is no network “alexnt”; did you mean alexnet"),
  ]) func aWrongCommandLineIsExplainedInASentence(arguments: [String], sentence: String) throws {
    let outcome = try BuiltCommand.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaint.hasPrefix("Error: " + sentence), "\(outcome.complaint)")
  }

  @Test func withoutATerminalTheLectureNamesTheWayOut() throws {
    let outcome = try BuiltCommand.run()
    #expect(outcome.status == 2 && outcome.errors.contains("cnnviz show"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func aClosedPipeIsNoCrash() throws {
    let process = Process()
    process.executableURL = BuiltCommand.url
    process.arguments = ["show", "stride", "--size", "400x400", "--format", "ansi"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    // Closed before anything is read, as by `head -0`.
    try output.fileHandleForReading.close()
    try process.run()
    process.waitUntilExit()
    try errors.fileHandleForWriting.close()
    #expect(process.terminationReason == .exit && process.terminationStatus == 1)
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }
}

@Suite struct PresentCommandTests {
  @Test(arguments: [
    (["--scene", "stride", "--set", "strid=2"], "There is no knob “strid”; did you mean stride?"),
    (["--scene", "stride", "--set", "stride=99"], "stride is a whole number from 1 to 4, not “99”."),
    (["--scene", "stride", "--set", "stride"], "A setting is a name, = and a value, as stride=2; not “stride”."),
    (["--set", "foo=1"], "There is no knob “foo”; the only one is kernel."),
    (
      ["--set", "units=3"],
      "The scene title has no knob “units”; three-advantages, sparse-connectivity, parameter-sharing, "
        + "strided-convolution, zero-padding and connections have one"
    ),
    (["show", "title", "--set", "seed=3"], "The scene title has no knob “seed”; "),
  ]) func aKnobThatIsNotThereIsExplained(arguments: [String], sentence: String) throws {
    let outcome = try BuiltCommand.run(arguments)
    #expect(outcome.status == 64 && outcome.complaint.hasPrefix("Error: " + sentence), "\(outcome.complaint)")
  }

  @Test func whatCanBeSetNeedsNoMoreThanATerminal() throws {
    let outcome = try BuiltCommand.run("--scene", "sliding-kernel:4", "--set", "kernel=5", "--set", "values=1,_;_,2")
    #expect(outcome.status == 2 && outcome.errors.contains("cnnviz show"))
  }
}

@Suite struct CompletionTests {
  /// What the shell is offered for a command line whose last word is being typed.
  private func offered(_ words: String..., behind option: String) throws -> [String] {
    let command = words.first == "show" ? "show" : "present"
    let line = ["cnnviz"] + words
    return try BuiltCommand.run(
      ["---completion", command, "--", option, "\(line.count - 1)", "\(line.last?.count ?? 0)"] + line,
      environment: ["SAP_SHELL": "bash"]
    ).output.split(separator: "\n").map(String.init)
  }

  @Test func knobsAndTheirValues() throws {
    let all = try offered("--scene", "stride", "--set", "", behind: "--set")
    #expect(
      all.contains("stride=1") && all.contains("stride=4") && all.contains("values=") && !all.contains("stride=5"))
    #expect(all.contains { $0.hasPrefix("preset=sobel") })
    #expect(
      try offered("--scene", "stride:3", "--set", "str", behind: "--set") == [
        "stride=1", "stride=2", "stride=3", "stride=4",
      ])
    #expect(try offered("--scene=7", "--set", "dil", behind: "--set") == ["dilation=1", "dilation=2", "dilation=3"])
    #expect(try offered("show", "channels", "--set", "relu", behind: "--set") == ["relu=on", "relu=off"])
    #expect(
      try offered("show", "--size", "80x24", "stride", "--set", "input=1", behind: "--set") == ["input=10", "input=11"])
    #expect(try offered("--set", "ker", behind: "--set").allSatisfy { $0.hasPrefix("kernel=") }, "the first scene's")
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func scriptsForTheShells(shell: String) throws {
    let script = try BuiltCommand.run("--generate-completion-script", shell).output
    #expect(script.contains("sliding-kernel") && script.contains("set") && script.contains("completion"))
  }

  /// The script as bash runs it.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash"))) func bashOffersScenesAndKnobs() throws
  {
    func replies(_ words: [String]) throws -> [String] {
      let script = """
        eval "$('\(BuiltCommand.url.path)' --generate-completion-script bash)"
        COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " "))); COMP_WORDS[0]='\(BuiltCommand.url.path)'
        COMP_CWORD=\(words.count - 1); COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
        _cnnviz cnnviz '\(words[words.count - 1])' '\(words[words.count - 2])'
        printf '%s\\n' "${COMPREPLY[@]}"
        """
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", script]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let text = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
    #expect(try replies(["cnnviz", "present", "--scene", "sli"]) == ["sliding-kernel"])
    #expect(try replies(["cnnviz", "present", "--scene", "stride", "--set", "inp"]).contains("input=7"))
    #expect(try replies(["cnnviz", "show", "stride", "--set", "strid"]).contains("stride=2"))
  }
}

@Suite struct DigitsOptionTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  private func write(_ bytes: [UInt8], to name: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file.path
  }

  @Test func trainedWeightsAreTaken() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try write(
      Safetensors.bytes(of: Network.digits.namedTensors(of: SeededWeights(seed: 1))), to: "mine.safetensors")
    let shown = try BuiltCommand.run("show", "title", "--digits", path)
    let plain = try BuiltCommand.run("show", "title").output
    #expect(shown.status == 0 && shown.output == plain)
    #expect(shown.errors.hasPrefix("Note: --digits does nothing in title; it is for "), "\(shown.errors)")
  }

  @Test func whatIsNoDigitNetworkIsExplainedInASentence() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try write([UInt8](repeating: 0xff, count: 99), to: "noise.safetensors")
    for arguments in [["--digits", path], ["show", "title", "--digits", path]] {
      let outcome = try BuiltCommand.run(arguments)
      #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.errors.hasPrefix("Error: “\(path)” "))
      #expect(outcome.errors.count { $0 == "\n" } == 1)
    }
  }
}

@Suite struct ImageOptionTests {
  /// A folder with files in it, gone afterwards.
  private func withFiles(_ files: [String: [UInt8]], _ use: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
    try use(folder)
  }

  @Test func scenesShowTheViewersPicture() throws {
    let red = Array("P6 2 2 255\n".utf8) + Array(repeating: [255, 0, 0], count: 4).flatMap { $0 }
    try withFiles(["red": red]) { folder in
      let file = folder.appendingPathComponent("red").path
      let shown = try BuiltCommand.run("show", "alexnet", "--format", "ansi", "--image", file)
      #expect(shown.status == 0 && shown.output.contains("48;2;255;0;0") && shown.errors.isEmpty)
      #expect(try BuiltCommand.run("show", "alexnet", "--format", "ansi").output != shown.output)
    }
  }

  @Test func aSceneWithoutPicturesSaysSo() throws {
    let red = Array("P6 2 2 255\n".utf8) + Array(repeating: [255, 0, 0], count: 4).flatMap { $0 }
    try withFiles(["red": red]) { folder in
      let shown = try BuiltCommand.run(
        "show", "sparse-connectivity", "--image", folder.appendingPathComponent("red").path)
      let plain = try BuiltCommand.run("show", "sparse-connectivity").output
      #expect(shown.status == 0 && shown.output == plain)
      #expect(shown.errors.hasPrefix("Note: --image does nothing in sparse-connectivity; it is for "))
      #expect(shown.errors.contains("alexnet"))
    }
    let help = try BuiltCommand.run("show", "--help").output.split { $0.isWhitespace }.joined(separator: " ")
    #expect(help.contains("edge-detection") && help.contains("show it, its middle cut to their proportions"))
  }

  @Test(arguments: [
    ("missing.png", "cannot be read (No such file or directory); check its name and that you may read it"),
    ("", "is a folder; name a picture in it"), ("empty.png", "is empty; copy it again or choose another file"),
    ("notes.jpg", "is no picture that can be read; choose a PNG, JPEG, PGM or PPM file"),
    ("short.ppm", "is cut short; copy it again or choose another file"),
    ("bomb.ppm", "has 50,000 × 50,000 pixels, more than 100,000,000; make it smaller first"),
  ]) func aBrokenPictureIsExplainedInASentence(name: String, sentence: String) throws {
    let files = [
      "empty.png": "", "notes.jpg": "Dear reader", "short.ppm": "P6 2 2 255\nxyz", "bomb.ppm": "P6 50000 50000 255\n",
    ]
    try withFiles(files.mapValues { Array($0.utf8) }) { folder in
      let path = name.isEmpty ? folder.path : folder.appendingPathComponent(name).path
      for arguments in [["--image", path], ["show", "title", "--image", path]] {
        let outcome = try BuiltCommand.run(arguments)
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors == "Error: “\(path)” \(sentence).\n")
      }
    }
  }
}

@Suite struct WeightsOptionTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  private func write(_ bytes: [UInt8], to name: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file.path
  }

  @Test func whatIsNoWeightsIsExplainedInASentence() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let digits = Safetensors.bytes(of: Network.digits.namedTensors(of: SeededWeights(seed: 1)))
    let files = [
      ("noise", [UInt8](repeating: 0xff, count: 99), "is no safetensors file: its first 8 bytes would make its header"),
      ("short", Array(digits.prefix(5000)), "is cut short: “conv2.weight” ends at byte"),
      ("digits", digits, "fits none of alexnet-torchvision, alexnet, alexnet-two-groups; of "),
      ("missing", nil, "cannot be opened: No such file or directory"),
    ]
    for (name, bytes, words) in files {
      let path = try bytes.map { try write($0, to: name) } ?? folder.appendingPathComponent(name).path
      for arguments in [["--weights", path], ["show", "alexnet", "--weights", path]] {
        let outcome = try BuiltCommand.run(arguments)
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("Error: “\(path)” \(words)") && outcome.errors.hasSuffix(".\n"))
        #expect(outcome.errors.count { $0 == "\n" } == 1)
      }
    }
  }

  @Test func labelsNeedWeights() throws {
    let outcome = try BuiltCommand.run("show", "alexnet", "--labels", "names.txt")
    #expect(outcome.status == 64 && outcome.complaint.contains("--labels names the classes of --weights"))
  }
}

@Suite struct BenchCommandTests {
  @Test func onlyItsTwoPartsCanBeMeasuredAlone() throws {
    let outcome = try BuiltCommand.run("bench", "--only", "speed")
    #expect(outcome.status == 64)
    #expect(outcome.complaint == "Error: --only is screen, engine or walk, not “speed”.")
  }
}

@Suite struct ShapesCommandTests {
  @Test func theTableEndsWithTheTotals() throws {
    let text = try BuiltCommand.run("shapes", "alexnet", "--wide").output
    let lines = text.split(separator: "\n")
    #expect(lines.count == Network.alexNet.stages.count + 3)
    #expect(lines.first?.contains("field") == true && lines.first?.contains("centre") == true)
    #expect(lines.last?.contains("62,378,344") == true)
    #expect(lines.contains { $0.contains("conv2") && $0.contains("27 × 27 × 256") && $0.contains("614,656") })
  }

  /// Where there is no terminal the table has room in 80 columns, and keeps shapes, both amounts and fields.
  @Test(arguments: Network.all) func theTableFits(network: Network) throws {
    let lines = try BuiltCommand.run("shapes", network.name).output.split(separator: "\n")
    #expect(lines.count == network.stages.count + 4 && lines.last?.hasPrefix("--wide has more: ") == true)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.map(\.count).max() ?? 0)")
    for heading in ["stage", "output shape", "parameters", "multiply-adds", "field"] {
      #expect(lines[0].contains(heading))
    }
    #expect(lines[lines.count - 2].contains(NumberText.integer(network.parameters)))
    #expect(lines[lines.count - 2].contains(NumberText.integer(network.multiplyAdds)))
  }

  /// The bars of a column are as long as the amounts beside them are large.
  @Test func barsFollowTheAmounts() throws {
    let lines = try BuiltCommand.run("shapes", "vgg16").output.split(separator: "\n")
    let most = Network.vgg16.stages.map(\.parameters).max() ?? 1
    for stage in Network.vgg16.stages {
      let line = try #require(lines.first { $0.hasPrefix(stage.name + " ") })
      let length = line.count { $0 == "▪" }
      #expect(stage.parameters == 0 ? length == 0 : length >= 1)
      #expect(abs(Double(length) - 6 * Double(stage.parameters) / Double(most)) <= 1)
    }
  }

  @Test func aGraphSaysWhatItsLayersTake() throws {
    let lines = try BuiltCommand.run("shapes", "googlenet", "--wide").output.split(separator: "\n")
    #expect(lines.first?.hasSuffix("from") == true)
    #expect(lines.contains { $0.hasPrefix("3a ") && $0.hasSuffix("3a-1x1, 3a-3x3, 3a-5x5, 3a-pool-1x1") })
    #expect(lines.contains { $0.hasPrefix("  3a-1x1 ") }, "branches stand farther in")
    #expect(lines.contains { $0.hasPrefix("conv1 ") })
  }

  @Test func theLargestIsMarkedAndCanComeFirst() throws {
    let lines = try BuiltCommand.run("shapes", "vgg16", "--wide").output.split(separator: "\n").map(String.init)
    let marked = lines.filter { $0.contains("◀") }
    #expect(marked.count { $0.hasPrefix("fc6 ") } == 1 && marked.contains { $0.contains("102,764,544  74 % ◀") })
    let sorted = try BuiltCommand.run("shapes", "vgg16", "--sort", "parameters").output.split(separator: "\n")
    #expect(sorted[1].hasPrefix("fc6 ") && sorted[2].hasPrefix("fc7 "))
    #expect(sorted.dropLast().last?.hasPrefix("total") == true)
    let bytes = try BuiltCommand.run("shapes", "googlenet", "--sort", "bytes").output.split(separator: "\n")
    #expect(bytes[0].contains("output bytes") && bytes[1].contains("3,211,264"), "what it is sorted by is seen")
    #expect(bytes.allSatisfy { $0.count <= 80 })
    let wrong = try BuiltCommand.run("shapes", "vgg16", "--sort", "size")
    #expect(wrong.complaint == "Error: --sort is parameters, multiply-adds or bytes, not “size”.")
  }

  @Test(arguments: Network.all) func tablesOfOtherPrograms(network: Network) throws {
    let csv = try BuiltCommand.run("shapes", network.name, "--csv").output.split(separator: "\n")
    #expect(csv.count == network.stages.count + 1)
    let head = csv[0].split(separator: ",").map(String.init)
    let (parameters, work) = try (
      #require(head.firstIndex(of: "parameters")), #require(head.firstIndex(of: "multiply_adds"))
    )
    let rows = csv.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.allSatisfy { $0.count == head.count })
    #expect(rows.reduce(0) { $0 + (Int($1[parameters]) ?? 0) } == network.parameters)
    #expect(rows.reduce(0) { $0 + (Int($1[work]) ?? 0) } == network.multiplyAdds)
    let markdown = try BuiltCommand.run("shapes", network.name, "--markdown").output.split(separator: "\n")
    #expect(markdown[2].hasPrefix("| --- |") && markdown.count == network.stages.count + 4)
    #expect(Set(markdown.dropFirst().map { $0.count { $0 == "|" } }) == [8])
    #expect(markdown.last?.contains(NumberText.integer(network.parameters)) == true)
  }

  @Test func twoNetworksStandSideBySide() throws {
    let text = try BuiltCommand.run("shapes", "vgg16", "resnet50").output
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    let parameters = try #require(lines.first { $0.hasPrefix("parameters") })
    #expect(parameters.contains("138,357,544") && parameters.contains("25,557,032") && parameters.hasSuffix("0.18"))
    let depth = try #require(lines.first { $0.hasPrefix("layers with weights") })
    #expect(depth.contains(" 16 ") && depth.contains(" 50 ") && depth.hasSuffix("3.12") || depth.hasSuffix("3.13"))
    #expect(lines.contains { $0.hasPrefix("fc6 ") && $0.contains("103 M") && $0.contains("│") })
    #expect(lines.last == "+ several stages, on branches")
    // A convolution's part is called after it, not after the normalisation that finishes it.
    let own = try shapes(Data("input 8x8x3\npw: conv 4 1\nbatchnorm\n".utf8), "lenet5").output
    #expect(own.contains("\npw ") && !own.contains("batchnorm1"))
    let both = try BuiltCommand.run("shapes", "vgg16", "lenet5", "--csv").output.split(separator: "\n")
    #expect(both.count == 1 + Network.vgg16.stages.count + Network.leNet5.stages.count)
    let json = try BuiltCommand.run("shapes", "vgg16", "lenet5", "--json").output
    #expect((try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Any])?.count == 2)
    #expect(try BuiltCommand.run("shapes", "vgg16", "resnet51").complaint.contains("resnet50"))
    #expect(try BuiltCommand.run("shapes", "vgg16", "--csv", "--json").complaint.contains("--json and --csv"))
  }

  @Test func picturesOfAnotherSizeAreCountedAnew() throws {
    let text = try BuiltCommand.run("shapes", "vgg16", "--size", "64x96").output
    #expect(text.contains("64 × 96 × 3") && text.contains("2 × 3 × 512"))
    let small = try BuiltCommand.run("shapes", "alexnet", "--size", "30")
    #expect(small.status == 64 && small.complaint.contains("pool2: kernel 3 covers 3 cells, more than the 2"))
    #expect(try BuiltCommand.run("shapes", "alexnet", "--size", "0").status == 64)
  }

  /// Runs `shapes` on a file of this text.
  private func shapes(_ text: Data, _ options: String...) throws -> BuiltCommand.Outcome {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".txt")
    try text.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try BuiltCommand.run(["shapes", file.path] + options)
  }

  @Test func ownNetworksWorkTheSameWay() throws {
    let outcome = try shapes(Data("input 32x32x3\nconv 8 kernel=5 relu\nconv 10 kernel=5 relu\n".utf8), "--size", "16")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("8 × 8 × 10") && outcome.output.contains("2,010"))
  }

  @Test func mistakesInOwnNetworksNameTheLine() throws {
    let outcome = try shapes(Data("input 32x32x3\n\nconv kernel=5\n".utf8))
    #expect(outcome.status == 64)
    #expect(
      outcome.complaint.hasSuffix(
        ".txt, line 3: expected the number of filters behind conv, from 1 to 65536, as in “conv 16 kernel=3”, not “kernel=5”."
      ))
    let misspelt = try shapes(Data("input 32x32x3\nconv 16 kernel=5 pda=2\n".utf8)).complaint
    #expect(misspelt.hasSuffix("did you mean pad=2?"), "\(misspelt)")
    #expect(try shapes(Data([0xff, 0xfe])).complaint.contains("is not text in UTF-8"))
    #expect(try shapes(Data(count: 2_000_000)).complaint.contains("is larger than 1 MB"))
    #expect(try BuiltCommand.run("shapes", "./no-such.txt").complaint.contains("No such file"))
    #expect(try BuiltCommand.run("shapes", "resnet51").complaint.contains("resnet50"))
  }

  @Test(arguments: Network.all) func programsGetJSON(network: Network) throws {
    let text = try BuiltCommand.run("shapes", network.name, "--json").output
    let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let stages = try #require(read["stages"] as? [[String: Any]])
    #expect(stages.map { $0["name"] as? String } == network.stages.map(\.name))
    #expect(stages.map { $0["multiplyAdds"] as? Int } == network.stages.map(\.multiplyAdds))
    #expect(stages.map { $0["receptiveField"] as? Int } == network.stages.map(\.receptiveField?.size))
    #expect(stages.map { $0["activationBytes"] as? Int } == network.stages.map(\.activationBytes))
    #expect(stages.map { $0["centre"] as? Double } == network.stages.map(\.receptiveField?.centre))
    #expect((read["totals"] as? [String: Int])?["parameters"] == network.parameters)
  }
}
