import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct DrawADigitSceneTests {
  typealias S = DrawADigitScene

  /// A scene with a picture as its drawing.
  private func drawn(_ picture: Tensor, _ values: [String: String] = [:]) throws -> S {
    var settings = Settings()
    for (name, text) in values { try settings.set(#require(S.controls.first { $0.name == name }), from: text) }
    for row in 0..<28 {
      for column in 0..<28 where picture[row, column] > 0 {
        settings.edit(S.ink, at: .init(row: row, column: column), to: Double(picture[row, column]))
      }
    }
    return try S(settings)
  }

  private func caption(_ moment: String, _ scene: S) throws -> String {
    scene.steps[try step(moment, of: scene)].caption.plain
  }

  // MARK: The model

  @Test(arguments: 0...9) func theModelIsReadAsWhatItIs(digit: Int) throws {
    let scene = try scene(S.self, ["digit": "\(digit)"])
    #expect(scene.model.answer == digit && scene.model.picture == DigitPreparation(StrokeDigits.sheet(digit))?.picture)
    #expect(try caption("written", scene).contains("It says \(digit) with"))
    #expect(abs(scene.model.probabilities.reduce(0, +) - 1) < 1e-5)
    #expect(scene.model.ranking == scene.model.ranking.sorted { scene.model.scores[$0] > scene.model.scores[$1] })
  }

  /// The maps' shares and the bias are the score, summed here.
  @Test(arguments: [0, 4, 7]) func theSharesAddUpToTheScore(digit: Int) throws {
    let scene = try scene(S.self, ["digit": "\(digit)"])
    let network = scene.digits.network
    let bias = scene.digits.weights.parameters(of: network.stages[network.scoresStage], at: network.scoresStage).biases
    let shares = scene.model.shares(scene.digits)
    #expect(shares.count == 64)
    let sum = shares.reduce(bias[digit], +)
    #expect(abs(sum - scene.model.scores[digit]) < 1e-3)
    let best = try #require(shares.indices.max { shares[$0] < shares[$1] })
    #expect(try caption("layers", scene).contains("map \(best + 1), the first here, speaks most for \(digit)"))
    // And it is the first there.
    #expect(scene.layers.last?.order.first == best)
    #expect(try caption("layers", scene).contains("28, 14, 7 and 3 a side"))
  }

  @Test func theLayersAreThoseOfTheNetwork() throws {
    let scene = try scene(S.self)
    #expect(scene.layers.map(\.name) == ["conv1", "conv2", "conv3"])
    #expect(scene.layers.map(\.order.count) == [16, 32, 64])
    for layer in scene.layers {
      #expect(layer.order.sorted() == Array(layer.order.indices))
      guard layer.name != "conv3" else { continue }
      let largest = layer.order.map { scene.model.outputs[layer.stage].channel($0).range.upperBound }
      #expect(largest == largest.sorted(by: >))
    }
    let account = scene.steps[try step("layers", of: scene)].formula[1].plain
    let first = scene.model.outputs[0].values
    #expect(account.contains("conv1 \(percent(Double(first.count { $0 > 0 }) / Double(first.count)))"))
    // What the dense layer takes is the answer of the question, and stands there once it is asked.
    #expect(account.contains("64·3·3 = 576 numbers"))
  }

  // MARK: The sheet

  /// Traced in any corner, and small, a digit is read right once it is prepared; the network is given just what was drawn.
  @Test(arguments: 0...9) func aTracedDigitIsRead(digit: Int) throws {
    let small = StrokeDigits.sheet(digit, size: 16, centre: 9)
    let drawing = Tensor(small.shape, values: small.values.map { ($0 * 10).rounded() / 10 })
    let scene = try self.drawn(drawing)
    #expect(scene.hasInk && scene.sheet.raw.picture == drawing && scene.subject == drawing)
    #expect(scene.read.answer == digit && scene.read.picture == DigitPreparation(drawing)?.picture)
    #expect(try caption("draw", scene).contains("It says \(digit) with"))
    let raw = try self.drawn(drawing, ["prepare": "off"])
    #expect(raw.read.picture == drawing && raw.read.answer == scene.sheet.raw.answer)
    #expect(try caption("draw", raw).contains("It says \(raw.read.answer) with"))
    #expect(
      try caption("draw", scene).contains("Unprepared it says the same") == (raw.read.answer == scene.read.answer))
  }

  /// What is said of a digit that is read wherever it stands is measured.
  @Test func whereADigitIsReadToTheEndTheEndIsTold() throws {
    for digit in 0...9 {
      let scene = try scene(S.self, ["digit": "\(digit)"])
      let caption = scene.steps[try step("moved", of: scene)].caption.plain
      #expect(!caption.contains("it learned"), "\(digit): a reason that nothing shows")
      guard scene.turningPoint(prepared: false) == nil else { continue }
      let last = try #require(scene.moved.last?.raw.probabilities[digit])
      #expect(caption.contains("at the end with \(chance(last))"), "\(digit): \(caption)")
    }
  }

  @Test func anEmptySheetSaysWhatToDo() throws {
    let scene = try scene(S.self)
    let words = try caption("draw", scene)
    #expect(!scene.hasInk && words.contains("m,") && words.contains("e,") && words.contains("Space"))
    #expect(scene.read.picture.values.allSatisfy { $0 == 0 })
    let all = try caption("end", scene)
    #expect(all.hasPrefix("Take home"))
  }

  @Test func theModelLiesUnderTheInkAndCanBeTakenAway() throws {
    func faint(_ scene: S) throws -> Int {
      figure(scene, step: try step("draw", of: scene)).cells.count { cell in
        [cell.ink, cell.paper].contains { if case .level(.other, _) = $0.meaning { true } else { false } }
      }
    }
    let (traced, plain) = (try scene(S.self), try scene(S.self, ["trace": "off"]))
    #expect(try faint(traced) > 20)
    #expect(try faint(plain) == 0)
    let inked = try drawn(Tensor(Shape(height: 28, width: 28), repeating: 1))
    #expect(try faint(inked) == 1, "only the legend")
  }

  @Test func everyPixelOfTheSheetCanBeReached() throws {
    let (scene, erasing) = (try scene(S.self), try scene(S.self, ["pen": "eraser"]))
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let spots = figure(scene, step: try step("draw", of: scene), size: size).hotSpots
        .filter { $0.target.grid == "ink" }
      #expect(Set(spots.map(\.target)).count == 28 * 28)
      #expect(spots.reduce(spots[0].region) { $0.union($1.region) }.columns == (size.columns > 100 ? 56 : 28))
    }
    #expect(scene.pen(on: "ink")?.rows == 28 && scene.pen(on: "conv1") == nil)
    #expect(scene.pen(on: "ink")?.isEraser == false && erasing.pen(on: "ink")?.isEraser == true)
  }

  @Test func aMapSaysWhereItAnswers() throws {
    let scene = try scene(S.self, ["digit": "7"])
    let map = scene.model.outputs[0].channel(4)
    let largest = map.range.upperBound
    let place = try #require(map.values.firstIndex(of: largest))
    let remark = try #require(scene.remark(.layers, on: Target(grid: "conv1", row: 0, column: 4), at: Playhead()))
    #expect(remark.caption.plain.contains("at \(map.values.count { $0 > 0 }) of the 784 places"))
    #expect(remark.caption.plain.contains("row \(place / 28 + 1), column \(place % 28 + 1)"))
    #expect(scene.remark(.draw, on: Target(grid: "ink", row: 0, column: 0), at: Playhead()) == nil)
  }

  // MARK: What leads astray

  /// Moved here, pixel by pixel.
  @Test(arguments: [0, 5, 6]) func movingIsCountedToTheTurn(digit: Int) throws {
    let scene = try scene(S.self, ["digit": "\(digit)"])
    var turn: Int?
    for pixels in 0...S.farthest {
      var moved = Tensor(Shape(height: 28, width: 28), repeating: 0)
      for row in 0..<28 {
        for column in pixels..<28 { moved[row, column] = scene.model.picture[row, column - pixels] }
      }
      let probabilities = scene.digits.probabilities(of: moved)
      #expect(scene.moved[pixels].raw.probabilities == probabilities)
      if turn == nil, probabilities[digit] < probabilities.max() ?? 1 { turn = pixels }
    }
    #expect(scene.turningPoint(prepared: false) == turn)
    let question = try #require(scene.steps[try step("moved", of: scene)].question)
    let words = try caption("moved", scene)
    if let turn {
      #expect(words.contains("by \(turn) pixels"))
      #expect(question.answerText == ["1 to 3", "4 to 6", "7 to 9", "10 to 12"][(turn - 1) / 3])
    } else {
      #expect(words.contains("still read as \(digit)") && question.answerText == "it always is")
    }
  }

  @Test func nonsenseIsAnsweredToo() throws {
    for prepare in ["on", "off"] {
      let scene = try scene(S.self, ["prepare": prepare])
      let surest = try #require(scene.nonsense.max { $0.reading.certainty < $1.reading.certainty })
      #expect(try caption("nonsense", scene).contains("\(surest.name), \(surest.reading.answer) with"))
      let question = try #require(scene.steps[try step("nonsense", of: scene)].question)
      #expect(question.isRight("\(scene.nonsense.count { $0.reading.certainty >= 0.5 })") == true)
    }
  }

  @Test func strokesBecomeThinnerAndThicker() throws {
    let scene = try scene(S.self)
    let ink = scene.strokes.map { $0.picture.values.reduce(0, +) }
    #expect(ink == ink.sorted() && ink[0] > 0 && scene.strokes[1].picture == scene.subject)
    // Every pixel is the largest of its nine, or of its 49.
    for (row, column) in [(14, 9), (3, 14), (20, 20)] {
      func largest(_ reach: Int) -> Float {
        (row - reach...row + reach).flatMap { row in
          (column - reach...min(27, column + reach)).map { scene.subject[row, $0] }
        }.max() ?? 0
      }
      if row >= 3, row + 3 < 28 { #expect(scene.strokes[3].picture[row, column] == largest(3)) }
      #expect(scene.strokes[2].picture[row, column] == largest(1))
    }
  }

  // MARK: Other hands

  @Test func handsVaryTheModel() throws {
    let models = try (0...3).map { try scene(S.self, ["hand": "\($0)", "digit": "5"]).model.picture }
    #expect(Set(models).count == 4)
    #expect(try scene(S.self, ["hand": "2", "digit": "5"]).model.picture == models[2], "a hand is always the same")
  }

  @Test func digitsOfAFolderAreModels() throws {
    struct Three: LabelledPictures {
      let count = 3
      func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor {
        StrokeDigits.sheet(label(at: index), size: Float(18 + index))
      }
      func label(at index: Int) -> Int { [7, 3, 7][index] }
    }
    var settings = Settings(handwriting: Handwriting([Three(), Three()], in: "/somewhere/mnist"))
    settings.set(S.digit, to: 7)
    #expect(settings.ownFiles == [.handwriting])
    for (hand, size) in [(1, 18), (2, 20), (3, 18), (4, 20)] {
      settings.set(S.hand, to: hand)
      let scene = try S(settings)
      #expect(scene.model.picture == StrokeDigits.sheet(7, size: Float(size)) && scene.modelName == "a 7 of mnist")
    }
    settings.set(S.hand, to: 5)
    let refusal = #expect(throws: SettingsError.self) { try S(settings) }
    #expect(refusal?.description.contains("mnist holds 4 pictures of the digit 7") == true)
  }

  // MARK: Sentences by their numbers

  /// Size and place change one after the other, and the place is blamed only where the size did no harm.
  @Test(arguments: ["0", "3", "17", "250"]) func whatIsLostInACornerIsSaidByTheNumbers(hand: String) throws {
    for digit in 0...9 {
      let scene = try scene(S.self, ["digit": "\(digit)", "hand": hand])
      let words = try caption("corner", scene)
      let (isReadSmall, isReadThere) = (
        scene.small.answer == scene.model.answer, scene.corner.raw.answer == scene.model.answer
      )
      #expect(words.contains("a weight for each place") == (isReadSmall && !isReadThere), "\(digit) \(hand): \(words)")
      #expect(words.contains("no longer \(scene.model.answer), even in the middle") == (!isReadSmall && !isReadThere))
      #expect(words.contains("it is still \(scene.corner.raw.answer) with") == isReadThere)
    }
  }

  /// Where ink has left the paper before the answer changes, the place alone is not the reason.
  @Test(arguments: ["0", "1", "250"]) func lostInkIsNoMatterOfPlace(hand: String) throws {
    for digit in 0...9 {
      let scene = try scene(S.self, ["digit": "\(digit)", "hand": hand])
      guard let turn = scene.turningPoint(prepared: false), turn > 0 else { continue }
      let leaving = scene.leavingPoint ?? .max
      let words = try caption("moved", scene)
      #expect(words.contains("a weight for each place") == (turn < leaving), "\(digit) \(hand): \(words)")
      #expect(words.contains("ink is cut off by then") == (turn >= leaving))
    }
  }

  @Test func whatIsMovedIsNamedInTheQuestion() throws {
    let scene = try scene(S.self, ["digit": "3"])
    let own = try #require(scene.steps[try step("moved", of: scene)].question?.prompt)
    #expect(own.hasPrefix("The program's own 3, moved"))
    let drawn = try self.drawn(StrokeDigits.sheet(6))
    #expect(try #require(drawn.steps[try step("moved", of: drawn)].question?.prompt).hasPrefix("Your drawing, moved"))
  }

  /// Beside the marker stands what the formula says, never a rounded all or nothing.
  @Test func theCurvesSayWhatTheFormulaSays() throws {
    let scene = try scene(S.self)
    let figure = figure(scene, step: try step("moved", of: scene))
    let text = figure.text(in: figure.bounds)
    let last = try #require(scene.moved.last)
    #expect(
      text.contains(" \(chance(last.raw.probabilities[0])) ")
        && text.contains(" \(chance(last.prepared.probabilities[0])) "))
  }

  /// Where there is room a step shows each picture that it speaks of.
  @Test func wideScreensShowWhatIsRead() throws {
    let wide = Size(columns: 158, rows: 38)
    let plain = try scene(S.self)
    let corner = figure(plain, step: try step("corner", of: plain), size: wide)
    for name in ["as taught", "half as large", "and in a corner", "the network says \(plain.small.answer)"] {
      #expect(corner.text(in: corner.bounds).contains(name), "\(name)")
    }
    for name in ["moved", "strokes", "two", "nonsense"] {
      for (prepare, isShown) in [("on", true), ("off", name == "moved")] {
        let scene = try scene(S.self, ["prepare": prepare])
        let seen = figure(scene, step: try step(name, of: scene), size: wide)
        #expect(seen.text(in: seen.bounds).contains("prepared") == (isShown || name == "moved"), "\(name) \(prepare)")
      }
    }
  }
}
