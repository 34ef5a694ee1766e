import Testing

@testable import Lecture

@Suite struct SettingsTests {
  let size = Control.integer("size", in: 2...5, standard: 3, help: "")
  let kind = Control.choice("kind", ["one", "two", "three"], help: "")
  let isOn = Control.toggle("on", standard: false, help: "")
  let values = Control.grid("values", in: -9...9, decimals: 1, help: "")

  @Test func whatWasNeverSetIsStandard() {
    let settings = Settings()
    #expect(settings.integer(size) == 3 && settings.choice(kind) == "one" && !settings.isOn(isOn))
    #expect(settings.edits(values).isEmpty)
  }

  @Test func numbersStopAtTheirEndsAndChoicesGoRound() {
    var settings = Settings()
    settings.turn(size, by: 9)
    #expect(settings.integer(size) == 5)
    settings.turn(size, by: -9)
    #expect(settings.integer(size) == 2)
    settings.turn(kind, by: -1)
    #expect(settings.choice(kind) == "three")
    settings.turn(kind, by: 1)
    #expect(settings.choice(kind) == "one")
    settings.turn(isOn, by: 1)
    #expect(settings.isOn(isOn))
  }

  @Test func numbersToChooseFromHaveEnds() {
    let side = Control.choice("side", ["35", "67", "227"], standard: "227", help: "")
    var settings = Settings()
    #expect(settings.choice(side) == "227")
    settings.turn(side, by: 1)
    #expect(settings == Settings(), "nothing is larger")
    settings.turn(side, by: -1)
    #expect(settings.choice(side) == "67")
    settings.turn(side, by: -5)
    #expect(settings.choice(side) == "35")
  }

  @Test func whatDiffersCanBeWrittenDownAndReadAgain() throws {
    var settings = Settings()
    #expect(settings.assignments(of: [size, kind, isOn, values]) == [] && !settings.isEdited)
    settings.set(size, to: 5)
    settings.set(kind, to: "two")
    settings.set(isOn, to: true)
    #expect(!settings.isEdited)
    settings.edit(values, at: GridPlace(row: 1, column: 2), to: -4.5)
    settings.edit(values, at: GridPlace(row: 0, column: 0), to: 3)
    let texts = settings.assignments(of: [size, kind, isOn, values])
    #expect(texts == ["size=5", "kind=two", "on=on", "values=3;_,_,-4.5"] && settings.isEdited)
    var again = Settings()
    for (control, text) in zip([size, kind, isOn, values], texts) {
      try again.set(control, from: String(text[text.index(after: text.firstIndex(of: "=") ?? text.startIndex)...]))
    }
    #expect(again == settings)
  }

  @Test func turnedThereAndBackIsNeverTouched() {
    var settings = Settings()
    settings.turn(size, by: 1)
    settings.turn(kind, by: 1)
    settings.edit(values, at: GridPlace(row: 0, column: 0), to: 4)
    #expect(settings != Settings())
    settings.turn(size, by: -1)
    settings.turn(kind, by: -1)
    settings.edit(values, at: GridPlace(row: 0, column: 0), to: nil)
    #expect(settings == Settings())
  }

  @Test func editsAreHeldToTheirRange() {
    var settings = Settings()
    settings.edit(values, at: GridPlace(row: 1, column: 2), to: 40)
    #expect(settings.edits(values) == [GridPlace(row: 1, column: 2): 9])
  }

  @Test func textIsReadAsOnTheCommandLine() throws {
    var settings = Settings()
    try settings.set(size, from: "4")
    try settings.set(kind, from: "two")
    try settings.set(isOn, from: "yes")
    try settings.set(values, from: "1, −2;3.5,4")
    #expect(settings.integer(size) == 4 && settings.choice(kind) == "two" && settings.isOn(isOn))
    let edits = settings.edits(values)
    #expect(edits[GridPlace(row: 0, column: 1)] == -2 && edits[GridPlace(row: 1, column: 0)] == 3.5)
  }

  @Test func whatCannotBeReadSaysWhatCan() {
    func sentence(_ control: Control, _ text: String) -> String? {
      var settings = Settings()
      do throws(SettingsError) { try settings.set(control, from: text) } catch { return error.description }
      return nil
    }
    #expect(sentence(size, "6") == "size is a whole number from 2 to 5, not “6”")
    #expect(sentence(size, "a")?.contains("from 2 to 5") == true)
    #expect(sentence(kind, "tow")?.contains("two") == true)
    #expect(sentence(isOn, "perhaps") == "on is on or off, not “perhaps”")
    #expect(sentence(values, "1,99")?.contains("from −9 to 9") == true)
    #expect(sentence(values, "1,,2") != nil)
    // A grid that is always as large takes no number beyond its last place.
    let biases = Control.grid("biases", in: -9...9, last: GridPlace(row: 1, column: 0), help: "one below the other")
    #expect(sentence(biases, "9;9") == nil && sentence(biases, "_;9") == nil && sentence(biases, "9") == nil)
    #expect(
      sentence(biases, "9,9")
        == "biases has 2 rows of 1 number, rows apart by ; and values by commas, so none in row 1, column 2")
    #expect(sentence(biases, "9;9;9")?.hasSuffix("so none in row 3, column 1") == true)
    // Figures without room for decimals take none; elsewhere a number is used as it is shown.
    #expect(
      sentence(ChannelsScene.values, "0.5")
        == "values takes whole numbers from 0 to 9, rows apart by ; and values by commas, not “0.5”")
    #expect(sentence(StrideScene.values, "0.25") != nil && sentence(StrideScene.values, "-3") == nil)
    var typed = Settings()
    typed.edit(values, at: GridPlace(row: 0, column: 0), to: 0.126)
    #expect(typed.edits(values)[GridPlace(row: 0, column: 0)] == 0.13)
    #expect(sentence(ChannelsScene.biases, "9,9") != nil && sentence(ChannelsScene.biases, "9;9") == nil)
  }

  /// A preset whose numbers were typed over is no longer what it is called.
  @Test func aPresetThatWasTypedOverSaysSo() {
    let preset = Control.choice("preset", ["soft", "hard"], fills: [values], help: "numbers to begin with")
    var settings = Settings()
    settings.set(preset, to: "hard")
    #expect(settings.label(preset) == "hard")
    settings.edit(values, at: GridPlace(row: 0, column: 0), to: 3)
    #expect(settings.label(preset) == "hard, edited" && settings.text(preset) == "hard")
    #expect(settings.label(kind) == settings.text(kind), "what does not fill the grid is as it was")
    settings.edit(values, at: GridPlace(row: 0, column: 0), to: nil)
    #expect(settings.label(preset) == "hard")
  }

  /// A number that stands for a column of a grid is edited where that column is.
  @Test func aNumberTypedOverInOneColumnSaysSo() {
    let scene = ReceptiveFieldScene.self
    var settings = Settings()
    func labels() -> [String] { [scene.layers, scene.kernel, scene.stride, scene.dilation].map(settings.label) }
    settings.edit(scene.stack, at: GridPlace(row: 0, column: 0), to: 5)
    #expect(labels() == ["4", "3, edited", "1", "1"])
    settings.edit(scene.stack, at: GridPlace(row: 1, column: 2), to: 2)
    #expect(labels() == ["4", "3, edited", "1", "1, edited"])
    settings.edit(scene.stack, at: GridPlace(row: 0, column: 0), to: nil)
    #expect(labels() == ["4", "3", "1", "1, edited"])
  }

  /// Every choice that is called a preset, or names what is in a grid, tells which grids it fills.
  @Test func presetsOfTheLectureFillTheirGrids() throws {
    func fills(_ id: String, _ name: String) throws -> Set<String> {
      let type = try #require(catalogue.first { $0.card.id == id })
      let control = try #require(type.controls.first { $0.name == name })
      #expect(control.fills.isSubset(of: type.controls.filter { !$0.isTurned }.map(\.name)), "\(id)")
      return control.fills
    }
    #expect(try fills("discrete-convolution", "preset") == ["x", "w"])
    #expect(try fills("flip-or-not", "kernel") == ["weights"])
    #expect(try fills("sliding-kernel", "preset") == ["weights"] && fills("sliding-kernel", "content") == ["values"])
    #expect(try fills("stride", "content") == ["values"] && fills("stride", "preset") == [])
    #expect(try fills("channels", "content") == ["values", "weights", "biases"])
    #expect(try fills("edge-detection", "kernel") == ["weights"])
  }

  /// A number that is not offered is told its neighbours, and one that is offered may be written in any way.
  @Test func numbersAreNearAsNumbers() throws {
    let count = Control.choice("m", ["1", "10", "100", "200", "1000"], help: "")
    func refusal(_ text: String) -> String {
      var settings = Settings()
      do { try settings.set(count, from: text) } catch { return error.description }
      return settings.choice(count)
    }
    #expect(refusal("150") == "m has no “150”; the nearest are 100 and 200.")
    #expect(refusal("0") == "m has no “0”; the smallest is 1.")
    #expect(refusal("1e9") == "m has no “1e9”; the largest is 1000.")
    #expect(refusal("many") == "m has no “many”; there are 1, 10, 100, 200 and 1000.")
    #expect(refusal("nan") == "m has no “nan”; there are 1, 10, 100, 200 and 1000.")
    #expect(refusal("1,000") == "1000" && refusal("1e2") == "100" && refusal("200") == "200")
  }
}
