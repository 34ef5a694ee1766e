import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// The measures at every shift: what only moves along is nothing that a shift breaks, and no point hides another.
@Suite struct ShiftInvarianceCurvesTests {
  private func scene(_ values: [String: String] = [:]) throws -> ShiftInvarianceScene {
    try LectureTests.scene(ShiftInvarianceScene.self, values)
  }

  private static let rings = [
    "0,0,1,1,0,0,1,1", "1,0,0,1,0,0,0,0", "0,0.3,1,0.5,0,0.9,0.2,0", "0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8",
    "0,0,0,0,0,0,0,0", "1,0,0,0,0,0,0,0", "0.02,0,0,0,0,0.01,0,0",
  ]

  /// Shifted by its stride, what is kept only moves along: the maxima never do anything else.
  @Test func whatMovesAlongIsNotPunished() throws {
    let scene = try scene(["shift": "2"])
    for ring in Self.rings {
      let other = try self.scene(["ring": ring]).ring
      #expect(other.curve(.amounts, .everyPlace).allSatisfy { $0 < 1e-6 })
      for shift in [2, 4, 6] { #expect(other.curve(.amounts, .kept)[shift] < 1e-6, "\(ring)") }
    }
    #expect(scene.steps[6].caption.plain.contains("what is kept moves along"))
    #expect(scene.steps[8].caption.plain.contains("What is kept moves along, blurred or not"))
    let formula = scene.steps[11].formula.map(\.plain)
    #expect(formula[0].hasSuffix("maxima 0.00   kept 0.29   blurred 0.14"))
    #expect(formula[1] == "at 2: kept 1 0 1 0, old moved by 1: 1 0 1 0, off 0.00")
    let left = try self.scene(["shift": "-2"]).steps[11].formula[1].plain
    #expect(left == "at −2, or 6: kept 1 0 1 0, old moved by −1: 1 0 1 0, off 0.00")
    #expect(scene.steps[11].caption.plain.contains("moved along by whole places to fit best"))
  }

  /// Counting in place is the naive way, and it is said why; where nothing changes nothing is counted.
  @Test func theNaiveCountIsSaidToBeNaive() throws {
    for values in [["shift": "2"], ["keep": "1"], ["blur": "1"]] {
      let step = try scene(values).steps[10]
      #expect(step.caption.plain.contains("Naive: what only moves along counts, too"))
      #expect(step.note.hasPrefix("The maxima only move along, and yet"))
    }
    #expect(try scene(["blur": "1"]).steps[10].caption.plain.contains("seems no worse: 57 % to 57 %"))
    let still = try scene(["keep": "3"]).steps
    #expect(still[10].caption.plain.contains("None of this ring's at any shift"))
    #expect(still[11].caption.plain.contains("By 0 at every shift"))
  }

  /// "No move makes" one into the other just where the measure is above zero; and the last step agrees with it.
  @Test(arguments: rings) func theStepsAgreeOnWhatMovesAlong(ring: String) throws {
    for keep in 1...4 {
      for shift in [-2, -1, 1, 2] {
        let scene = try scene(["ring": ring, "keep": "\(keep)", "shift": "\(shift)"])
        let curve = scene.ring.curve(.amounts, .kept)
        let isOff = curve[(shift + 8) % 8] > 1e-5
        #expect(scene.steps[6].caption.plain.contains("No move makes") == isOff, "\(keep) \(shift)")
        let breaks = curve.contains { $0 > 1e-5 }
        #expect(scene.steps[12].caption.plain.contains("Keeping some breaks it") == breaks, "\(keep)")
      }
    }
  }

  /// Two maxima of four side by side, or opposite: the mean does not see the difference.
  @Test func aMeanMayStayWhereSomethingBreaks() throws {
    let scene = try scene(["ring": "1,0,0,1,0,0,0,0"])
    #expect(scene.ring.curve(.means, .kept).allSatisfy { abs($0 - 0.5) < 1e-6 })
    #expect(scene.ring.curve(.amounts, .kept)[1] == 0.5)
    #expect(scene.steps[12].caption.plain.contains("Keeping some breaks it, though their mean stays .5"))
  }

  /// A part of what the blur wins is contrast that it takes away, or all of it: then it is not credited with help.
  @Test func lostContrastIsSaid() throws {
    for step in [8, 11] {
      let note = try scene().steps[step].note
      #expect(note.hasSuffix("is lost contrast: its values go from .5 to 1, without it from 0 to 1."))
      #expect(note.contains(" All of the blur's smaller number"))
      #expect(try scene().steps[step].caption.plain.hasSuffix("span less, too."))
    }
    let pair = try scene(["blur": "2"])
    #expect(pair.steps[8].caption.plain.hasSuffix("what leaves a window fades out."))
    #expect(pair.steps[11].caption.plain.hasSuffix("disturbed less."))
    #expect(!pair.steps[11].note.contains("All of"))
    #expect(try !scene(["blur": "1"]).steps[11].note.contains("contrast"))
  }

  @Test(arguments: rings) func theWordsFit(ring: String) throws {
    for keep in 1...4 {
      for blur in [1, 3, 5] {
        for shift in -2...2 {
          let scene = try scene(["ring": ring, "keep": "\(keep)", "blur": "\(blur)", "shift": "\(shift)"])
          for step in [8, 10, 11, 12].map({ scene.steps[$0] }) {
            #expect(step.caption.wrapped(columns: 78).count <= 2, "\(step.caption.plain)")
            #expect(step.formula.hasRoom)
          }
        }
      }
    }
  }

  /// Each of the nine values of each way is seen, and its name in the legend: also where two or all three are equal.
  @Test(arguments: [[:], ["keep": "3"], ["keep": "1", "blur": "1"], ["ring": "0,0,0,0,0,0,0,0"], ["shift": "-2"]])
  func noPointHidesAnother(_ knobs: [String: String]) throws {
    let scene = try scene(knobs)
    for (index, step) in (10...12).enumerated() {
      for size in [Size(columns: 78, rows: 16), Size(columns: 158, rows: 40)] {
        let text = figure(scene, step: step, size: size).plainText
        let charts = size.columns > 100 ? index + 1 : 1
        for way in ShiftedRing.Way.allCases {
          let glyph = ShiftInvarianceScene.sign(of: way).glyph
          #expect(text.unicodeScalars.count { $0 == glyph } == 10 * charts, "\(glyph) in step \(step + 1)")
        }
      }
    }
  }

  /// The values at the knob's shift stand beside their names, a sign in the row of its value.
  @Test func theLegendHasTheValues() throws {
    let lines = figure(try scene(), step: 12).plainText.split(separator: "\n")
    #expect(lines.contains { $0.contains("at 1:  ○ maxima 0.75  ▲ kept 1.00  ◆ blurred 0.75") })
    #expect(lines.first { $0.contains("1.00┤") }?.count { $0 == "▲" } == 4)
  }
}
