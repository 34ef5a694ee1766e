import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// What is said about the ring and the map at the ends of the knobs, against values counted here.
@Suite struct ShiftInvarianceWordsTests {
  private func scene(_ values: [String: String] = [:]) throws -> ShiftInvarianceScene {
    try LectureTests.scene(ShiftInvarianceScene.self, values)
  }

  private func remark(_ grid: String, _ column: Int, _ scene: ShiftInvarianceScene, step: Int) -> Remark? {
    let target = Target(grid: grid, row: 0, column: column)
    return scene.remark(on: target, at: Playhead(step: step, pointer: target))
  }

  /// The ring's windows have a width of their own, and it stands where the ring comes in.
  @Test(arguments: ["1", "2", "4"]) func theRingsWindowIsNamed(keep: String) throws {
    let caption = try scene(["keep": keep, "width": "3"]).steps[4].caption.plain
    #expect(caption.contains("a window of \(keep) at every place"))
  }

  @Test func whatDoesNotHappenIsNotSaid() throws {
    let all = try scene(["keep": "1"])
    #expect(!all.steps[5].note.contains("thrown away"))
    #expect(!all.steps[6].note.contains("something else"))
    #expect(!all.steps[7].caption.plain.contains("What goes leaves"))
    #expect(!all.steps[9].note.contains("one of 1"))
    let still = try scene(["shift": "0"])
    #expect(!still.steps[4].note.contains("do change"))
    #expect(!still.steps[6].note.contains("further on"))
    #expect(!still.steps[9].note.contains("moved"))
    #expect(still.steps[9].caption.plain.contains("nothing changes"))
    #expect(try scene().steps[4].note.contains("do change in place"))
    #expect(try scene().steps[6].note.contains("one place further on"))
    // A multiple of the stride moves what is kept along, and the next layer sees nothing else.
    #expect(try !scene(["shift": "2"]).steps[6].note.contains("something else"))
  }

  /// What is kept of one spike stays as it is under this shift, but not what is kept of its blur.
  @Test func aBlurThatDoesNotHelpIsSaidNotTo() throws {
    let caption = try scene(["ring": "1,0,0,0,0,0,0,0"]).steps[8].caption.plain
    #expect(caption.contains("kept ones by 0: for this ring and shift the blur does not help"))
  }

  /// What is typed with two decimals is told with two: else it seems to change into itself.
  @Test func twoDecimalsAreTold() throws {
    let scene = try scene(["row": "0.3,0.14,0.11,1,0.2,0.3"])
    #expect(scene.steps[2].formula[0].plain.contains("0.11 → 0.14"))
    let ring = try self.scene(["ring": "0.25,0,0,0,0,0,0,0"])
    #expect(ring.steps[6].question?.answerText.contains("0.25") == true)
  }

  @Test func aWindowWiderThanTheViewIsSaidToBe() throws {
    #expect(try scene(["width": "5"]).steps[1].caption.plain.contains("a window of 5, wider than the 4 that are seen"))
    #expect(try !scene(["width": "4"]).steps[1].caption.plain.contains("wider"))
  }

  /// A shift to the left is marked where it comes round the ring.
  @Test func theLineOfALeftShiftIsExplained() throws {
    for step in 10...12 {
      let words = step == 11 ? "at −2, or 6: kept" : "right by 6"
      #expect(try scene(["shift": "-2"]).steps[step].formula.last?.plain.contains(words) == true)
      #expect(try scene(["shift": "-2", "keep": "1"]).steps[step].formula.last?.plain.contains("right by 6") == true)
      #expect(try !scene(["shift": "2"]).steps[step].formula.contains { $0.plain.contains("right by") })
    }
  }

  @Test func detectorsOfTheRingSayWhereTheyCount() throws {
    let scene = try scene()
    // 0 0 1 1 0 0 1 1: the third lies in the windows 0 1 and 1 1, the first in 1 0 (round the ring) and 0 0.
    #expect(remark("ring", 2, scene, step: 4)?.caption.plain.contains("in two windows") == true)
    #expect(remark("ring", 2, scene, step: 4)?.caption.plain.hasSuffix("largest of each.") == true)
    #expect(remark("ring", 0, scene, step: 4)?.caption.plain.hasSuffix("largest of one of them.") == true)
    #expect(remark("ring-after", 0, scene, step: 4)?.caption.plain.hasPrefix("This 1") == true)
  }

  /// What the next step asks for is not told to those who point at its empty cell.
  @Test func pointingGivesNothingAway() throws {
    let scene = try scene()
    #expect(remark("kept-after", 0, scene, step: 5)?.formula.isEmpty == true)
    #expect(remark("kept-after", 0, scene, step: 6)?.formula.isEmpty == false)
    #expect(remark("blurred-after", 0, scene, step: 7)?.formula.isEmpty == true)
    #expect(remark("blurred-after", 0, scene, step: 8)?.formula.isEmpty == false)
  }

  /// Beside the row a wide window has every shift, as far as the story has come.
  @Test func aWideWindowShowsEveryShift() throws {
    let scene = try scene()
    let size = Size(columns: 158, rows: 38)
    func lines(_ step: Int, progress: Double = 1) -> [[Substring]] {
      figure(scene, step: step, progress: progress, size: size).plainText.split(separator: "\n")
        .map { $0.split(separator: " ") }
    }
    // The whole row is 0.3 0.2 0.1 1.0 0.2 0.3 0.1 0.2; at −2 a window of three over 0.2 0.3 0.1 0.2.
    #expect(lines(3).contains { $0.suffix(6) == ["−2", "0.3", "0.3", "0.3", "0.2", "≠4"] })
    #expect(lines(3).contains { $0.suffix(6) == ["1", "0.2", "1.0", "1.0", "1.0", "≠2"] })
    #expect(lines(2).contains { $0.suffix(6) == ["−2", "0.2", "0.3", "0.1", "0.2", "≠4"] })
    #expect(!lines(1).contains { $0.suffix(6).first == "−2" && $0.last == "≠4" })
    #expect(!lines(3, progress: 0).contains { $0.last == "≠2" })
  }

  /// Of two weights one lies on the value itself: it is mixed with a single neighbour.
  @Test(arguments: [("2", "with the next under weights 1 1"), ("3", "with its neighbours under weights 1 2 1")])
  func aBlurOfTwoMixesWithOne(blur: String, words: String) throws {
    for keep in ["1", "2"] {
      #expect(try scene(["blur": blur, "keep": keep]).steps[7].caption.plain.contains(words))
    }
  }

  /// 10/16 is .625: what is shown of it is rounded, and said to be.
  @Test func roundedSumsAreSaidToBe() throws {
    #expect(try scene(["blur": "5"]).steps[7].formula[0].plain.hasSuffix("/16 ≈ .63"))
    #expect(try scene().steps[7].formula[0].plain.hasSuffix("/4 = .5"))
  }

  /// Of the map only that is counted which stands on the screen.
  @Test func onlyWhatIsShownIsCounted() throws {
    let scene = try scene()
    let step = scene.steps[9]
    #expect(
      step.formula.map(\.plain) == ["changed:   detectors 86 %   maxima 45 %", "the map's windows: 3 × 3 (width)"])
    // 42 and 22 of 49.
    #expect(step.caption.plain.contains("42 of 49") && step.caption.plain.contains("22 of 49"))
  }

  /// Between two whole shifts there is nothing, which the axis says.
  @Test(arguments: 10...12) func theAxisOfTheShiftsIsNamed(step: Int) throws {
    let text = figure(try scene(), step: step).plainText
    #expect(text.contains("shift right by whole places"))
  }

  /// A mean that moves by less than is written does not simply stay.
  @Test(arguments: [("0.53,0.5,0.5,0.5,0.5,0.5,0.5,0.5", "about .51"), ("0,0,1,1,0,0,1,1", "1")])
  func aMeanThatHardlyMovesIsAboutThat(ring: String, mean: String) throws {
    let scene = try scene(["ring": ring, "keep": "3", "blur": "5"])
    let curve = scene.ring.curve(.means, .blurred)
    #expect(((curve.max() ?? 0) - (curve.min() ?? 0) > 1e-6) == mean.hasPrefix("about"))
    #expect(scene.steps[12].formula[0].plain.hasSuffix("blurred \(mean)"))
  }

  /// The means of all three fit into one line.
  @Test func meansStandInOneLine() throws {
    let scene = try scene(["ring": "0.1,0,0,0,0,0,0,0.1", "keep": "4", "blur": "5"])
    let line = scene.steps[12].formula[0].plain
    #expect(line == "mean:   maxima .06   kept .05 to .1   blurred .06 to .07")
  }

  /// What is written as the same number is not less.
  @Test(arguments: ["0.02,0,0,0,0,0,0,0", "1,0,0,0,0,0,0,0", "0.5,0.51,0.5,0.51,0.5,0.5,0.5,0.5", "0,0,1,1,0,0,1,1"])
  func lessIsWrittenAsLess(ring: String) throws {
    for blur in ["1", "3", "5"] {
      let caption = try scene(["ring": ring, "blur": blur]).steps[11].caption.plain
      let amounts = caption.split(separator: " ").compactMap { Double($0.filter { !":,".contains($0) }) }
      // "By 0 at every shift" has one number.
      #expect(amounts == [0] || amounts.count == 2, "\(caption)")
      let isLess = caption.contains("disturbed less") || caption.contains("span less")
      #expect(isLess == (amounts.count == 2 && amounts[0] < amounts[1]), "\(caption)")
    }
  }

  /// Values of one digit can be typed without anything between them, as the figure has them.
  @Test func digitsCanBeTypedTogether() throws {
    let question = try #require(try scene().steps[6].question)
    #expect(question.answerText == "1, 1, 1, 1")
    #expect(question.verdict(on: "1111") == .right && question.verdict(on: "0101") == .wrong)
    #expect(question.verdict(on: "111") != .right && question.verdict(on: "1 1 1 1") == .right)
    #expect(question.verdict(on: "1.0, 1.0, 1.0, 1.0") == .right)
  }
}
