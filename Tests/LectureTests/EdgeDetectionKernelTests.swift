import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// What edge-detection says of kernels that are no edge detectors: one weight alone, none, a negative, a blur.
@Suite struct EdgeDetectionKernelTests {
  private func texts(_ scene: EdgeDetectionScene, at name: String) throws -> String {
    let index = try #require(scene.index(of: name))
    let step = scene.steps[index]
    return step.caption.plain + "\n" + figure(scene, step: index).plainText
  }

  /// Of a negative the brightest pixels are the darkest of the map, on the screen as in numbers.
  @Test(arguments: [("-1,0", true), ("-1,-1,-1;-1,7.9,-1;-1,-1,-1", false)])
  func aNegativeIsSeenAsOne(weights: String, isPure: Bool) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    #expect(scene.map.character == (isPure ? .negative : .mixed) && scene.map.colors.scale == .grey)
    let limits = scene.map.colors.limits
    #expect(limits.upperBound == 0 && abs(limits.lowerBound - 255 * scene.map.sum) < 0.01)
    // Even places of the sky, the wall and the roof: from bright to dark in the picture, from dark to bright in the map.
    let even = [(150, 120), (20, 300), (110, 160)].map { (scene.picture[$0.0, $0.1], scene.map.values[$0.0, $0.1]) }
    for (left, right) in zip(even, even.dropFirst()) {
      #expect((left.0 > right.0) == (left.1 < right.1), "\(left), \(right)")
    }
  }

  /// One weight alone, or none, has no direction that another could be set against.
  @Test(arguments: [("1,0", false), ("0,0", false), ("-1,0", false), ("1,1", true), ("-1,1", true)])
  func onlyWhatHasADirectionIsLaidOnItsSide(weights: String, isLaid: Bool) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    #expect((scene.index(of: "turned") != nil) == isLaid)
  }

  /// Colours are asked for where there are two of them, a strongest place where one answers.
  @Test(arguments: [("-1,1", true, true), ("0,0", false, false), ("-1,0", false, true), ("1,1", false, true)])
  func notesAskForWhatIsSeen(weights: String, colours: Bool, strongest: Bool) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    let (wipe, detail) = (try #require(scene.index(of: "wipe")), try #require(scene.index(of: "detail")))
    #expect(scene.steps[wipe].note.contains("two colours") == colours)
    #expect(scene.steps[detail].note.contains("most strongly") == strongest)
    #expect((scene.steps[detail].question == nil) == (weights == "0,0"))
  }

  /// The sign tells a rising edge from a falling one only where it is another at either; Laplace's has both at each.
  @Test(arguments: [("left-neighbour", true), ("sobel-x", true), ("prewitt-y", true), ("laplace", false)])
  func theSignTellsTheSideWhereItDoes(kernel: String, isTold: Bool) throws {
    let scene = try scene(EdgeDetectionScene.self, ["kernel": kernel])
    let note = scene.steps[try #require(scene.index(of: "wipe"))].note
    #expect(note.contains("from which side") == isTold && note.contains("sums above 0") != isTold)
    // One edge, dark on the left and above.
    let edge = Tensor(rows: (0..<9).map { row in (0..<9).map { $0 > 4 || row > 4 ? 9 : 0 } })
    let signs = Set(KernelMap(scene.map.kernel, over: edge).values.values.filter { $0 != 0 }.map { $0 > 0 })
    #expect((signs.count == 1) == isTold)
  }

  @Test func whatVanishesBesideEvenAreasIsSaid() throws {
    func caption(_ weights: String) throws -> String {
      let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
      return scene.steps[try #require(scene.index(of: "wipe"))].caption.plain
    }
    #expect(try caption("-1,0,1;0,0,0;1,0,-1").hasSuffix("something changes, but for vertical and horizontal edges."))
    #expect(try caption("-1,0,0;0,1,0;0,0,0").hasSuffix("something changes, but for ╲ edges."))
  }

  /// What a kernel does at edges is not said of a picture that has none.
  @Test(arguments: ["box", "sharpen", "emboss", "identity"]) func anEvenPictureStaysEven(kernel: String) throws {
    let even = Picture(width: 8, height: 7, bytes: Array(repeating: 90, count: 168))
    var settings = Settings(picture: even)
    try settings.set(EdgeDetectionScene.kernel, from: kernel)
    let scene = try EdgeDetectionScene(settings)
    #expect(scene.map.extremes.lowerBound == scene.map.extremes.upperBound)
    let sides = try texts(scene, at: "sides")
    #expect(sides.contains("even it stays") && !sides.contains("softer") && !sides.contains("brighter"))
  }

  /// What the colours say is derived from the weights: which way the picture changes where a sum is above zero.
  @Test(arguments: [
    ("sobel-x", "it gets darker"), ("prewitt-x", "it gets darker"), ("sobel-y", "darker below"),
    ("left-neighbour", "it gets brighter"),
  ])
  func coloursSayWhichWayThePictureChanges(kernel: String, above: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["kernel": kernel])
    #expect(scene.map.rise?.above == above)
    #expect(try texts(scene, at: "wipe").contains("and more: \(above)"))
    // Where an output is above zero, the pixels under the weights are so.
    let (place, weights) = (scene.map.strongest, scene.map.kernel)
    let sum = scene.map.values[place.row, place.column]
    var sides: (first: Float, last: Float) = (0, 0)
    for row in 0..<weights.shape.height {
      for column in 0..<weights.shape.width {
        let isFirst = kernel.hasSuffix("y") ? row == 0 : column == 0
        let isLast = kernel.hasSuffix("y") ? row == weights.shape.height - 1 : column == weights.shape.width - 1
        let value = scene.picture[place.row + row, place.column + column] * abs(weights[row, column])
        if isFirst { sides.first += value }
        if isLast { sides.last += value }
      }
    }
    #expect((sum > 0) == ((sides.last > sides.first) == above.contains("brighter")))
  }

  @Test(arguments: ["laplace", "gauss", "sharpen"]) func otherKernelsSayNothingOfDirections(kernel: String) throws {
    #expect(try scene(EdgeDetectionScene.self, ["kernel": kernel]).map.rise == nil)
  }

  /// A ramp of 320 columns.
  private static func brightness(ofByte index: Int) -> UInt8 {
    let column = index / 3 % 320
    return UInt8(column / 2)
  }

  /// A picture without a jump is not said to have one.
  @Test func aSlopeIsNoEdge() throws {
    let slope = Picture(width: 320, height: 280, bytes: (0..<320 * 280 * 3).map { Self.brightness(ofByte: $0) })
    let caption = try EdgeDetectionScene(Settings(picture: slope)).steps[1].caption.plain
    #expect(caption.contains("the farther from 0 the more the grey changes"))
    #expect(!caption.contains("just where"))
  }

  /// The share of outputs near 0 is that of those within the number that stands beside it.
  @Test(arguments: ["-1,1", "-0.1,0.1", "0.1,-0.1,0;0,0,0;0,0,0", "0,-9,0;-9,9,9;0,9,-9"])
  func theShareNearZeroIsWithinWhatIsWritten(weights: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    let near = scene.map.nearZero
    #expect(near > 0 && (near * 10).rounded() == near * 10)
    let share = scene.map.values.values.count { abs(Double($0)) <= near + 1e-3 } * 100 / scene.map.values.values.count
    #expect(try texts(scene, at: "wipe").contains("\(share) % within ±\(NumberText.plain(near))"))
  }

  /// The first step asks for an edge in the pixels that it shows, also where the kernel finds none.
  @Test func theFirstStepShowsAnEdge() throws {
    for weights in ["0,0", "-1,1", "0,0,0;0,0,0;0,0,0"] {
      let canvas = figure(try scene(EdgeDetectionScene.self, ["weights": weights]), step: 0)
      let right = canvas.cells.enumerated().filter { $0.offset % canvas.size.columns > 42 }.map(\.element)
      #expect(Set(right.map(\.ink)).count > 4, "\(weights)")
    }
  }

  @Test func whatIsNotWipedIsNotSpokenOf() throws {
    let scene = try scene(EdgeDetectionScene.self, ["wipe": "0"])
    let step = scene.steps[try #require(scene.index(of: "wipe"))]
    #expect(step.caption.plain.contains("still as it was") && step.question == nil)
  }

  @Test(arguments: [
    ("box", "soften"), ("sharpen", "stress what changes"), ("emboss", "make a relief"), ("laplace", "look for edges"),
  ]) func theLastSentenceSaysWhatTheKernelDoes(kernel: String, words: String) throws {
    #expect(try texts(try scene(EdgeDetectionScene.self, ["kernel": kernel]), at: "end").contains(words))
  }

  /// Where weights of both signs do not cancel only even areas are a picture, or a negative; the bounds that even areas
  /// keep, and how far the outputs go, are those of the map.
  @Test(arguments: [
    "1,0,-1;2,0,-3;1,0,-1", "1,0,-1;2,0,-1;1,0,-1", "-1,-1,-1;-1,8,-1;-1,-1,-2", "1,1,1;1,1,1;1,1,-0.1", "1,-0.5",
    "1,-2",
  ]) func whatEdgesOutshineIsSaidOfEvenAreasAlone(weights: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    let map = scene.map
    let (wipe, sides) = try (texts(scene, at: "wipe"), texts(scene, at: "sides"))
    #expect(!wipe.contains("the brighter") && !sides.contains("changed places. A negative"))
    guard map.character == .mixed else { return #expect(map.sum > 0 && map.kernel.values.count { $0 > 0 } == 1) }
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 0) }
    #expect(wipe.contains("\(text(min(0, 255 * map.sum))) to \(text(max(0, 255 * map.sum)))"))
    let range = map.values.range
    let isBeyond =
      Double(range.lowerBound) < min(0, 255 * map.sum) - 0.5 || Double(range.upperBound) > max(0, 255 * map.sum) + 0.5
    #expect(wipe.contains("leaves these bounds") == isBeyond)
    if isBeyond {
      #expect(wipe.contains("from \(text(Double(range.lowerBound))) to \(text(Double(range.upperBound)))"))
    }
    #expect(sides.contains("Even areas are a negative") == (map.sum < 0))
    #expect(scene.steps[try #require(scene.index(of: "wipe"))].question == nil)
  }

  /// A blur along one line leaves lines and edges that lie like it as they are, and no others.
  @Test(
    arguments: [
      ("0,0,0;1,1,1;0,0,0", "Horizontal", EdgeDirection.horizontal), ("0,1,0;0,1,0;0,1,0", "Vertical", .vertical),
      ("1,1", "Horizontal", .horizontal), ("1,0,0;0,1,0;0,0,1", "╲", .falling), ("0,0,1;0,1,0;1,0,0", "╱", .rising),
      ("1,1,0;1,0,0;0,0,0", nil, nil),
    ] as [(String, String?, EdgeDirection?)])
  func aBlurAlongALineSparesWhatLiesLikeIt(weights: String, name: String?, spared: EdgeDirection?) throws {
    var settings = ["weights": weights]
    if weights != "1,1" { settings["kernel"] = "box" }
    if weights.contains(";") { settings["weights"] = weights }
    let scene = try scene(EdgeDetectionScene.self, settings)
    // A line one pixel wide in each direction: where it stays, it comes out as bright as all white would.
    for direction in [EdgeDirection.vertical, .horizontal, .rising, .falling] {
      let lines = Tensor(
        rows: (0..<9).map { row in
          (0..<9).map { column in
            let isOn =
              switch direction {
              case .vertical: column == 4
              case .horizontal: row == 4
              case .rising: row + column == 8
              default: row == column
              }
            return isOn ? 255 : 0
          }
        })
      let most = Double(KernelMap(scene.map.kernel, over: lines).values.range.upperBound)
      #expect((abs(most - 255 * scene.map.sum) < 0.01) == (direction == spared), "\(direction)")
    }
    let (wipe, sides) = try (texts(scene, at: "wipe"), texts(scene, at: "sides"))
    #expect(wipe.contains("finer than the kernel") == (name == nil))
    if let name { #expect(wipe.contains("\(name) ones stay") && sides.contains("\(name) edges stay sharp")) }
  }

  /// Edges in a direction between the named ones vanish, too, where the only two weights lie in it.
  @Test(arguments: [
    ("1,0,0;0,0,0;0,-1,0", "Vertical, horizontal and most slanted edges stay, some slanted ones are gone"),
    ("0,0,-3;3,0,0;0,0,0", "Vertical, horizontal and most slanted edges stay, some slanted ones are gone"),
    ("1,-1,0;0,0,0;-1,1,0", "Slanted edges stay, vertical and horizontal ones are gone"),
    ("0,1,0;-1,0,-1;0,1,0", "Vertical and horizontal edges stay, ╱ and ╲ ones are gone"),
    ("0,1,0;1,-4,1;0,1,0", "Edges of every direction stay"),
  ]) func whatVanishesIsNotSaidToStay(weights: String, words: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    #expect(try texts(scene, at: "sides").contains(words))
    let isAll = words.hasPrefix("Edges of every")
    #expect(scene.map.character.missed.isEmpty == isAll)
    #expect(try texts(scene, at: "end").contains("edges of every direction") == isAll)
  }

  /// One weight alone is spoken of by where it lies and how large it is, each by itself.
  @Test(arguments: [
    ("0,0,0;0,1,0;0,0,0", false, ""), ("0,0,1;0,0,0;0,0,0", true, ""), ("0,0,0;0,0.5,0;0,0,0", false, "0.5"),
    ("0,0,2;0,0,0;0,0,0", true, "2"), ("0,3", false, "3"),
  ]) func aLoneWeightMovesAndMultiplies(weights: String, isMove: Bool, factor: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    let (sides, end) = try (texts(scene, at: "sides"), texts(scene, at: "end"))
    #expect(sides.contains("moved by a pixel") == isMove && end.contains("move a whole picture by a pixel") == isMove)
    for text in [sides, end] {
      #expect(text.contains("every number times") != factor.isEmpty)
      if !factor.isEmpty { #expect(text.contains("every number times \(factor)")) }
    }
    // The number in the middle of the map is that of the pixel under the weight, times it.
    let kernel = scene.map.kernel
    let index = try #require(kernel.values.firstIndex { $0 != 0 })
    let pixel = scene.picture[100 + index / kernel.shape.width, 150 + index % kernel.shape.width]
    #expect(abs(scene.map.values[100, 150] - pixel * kernel.values[index]) < 0.01)
  }

  /// Whoever names the edges is understood, with whatever little word beside them.
  @Test(arguments: [
    ("sobel-x", "vertical ones", true), ("sobel-x", "only vertical edges", true), ("sobel-x", "vertical", true),
    ("sobel-x", "just the horizontal ones", false), ("sobel-y", "horizontal ones", true), ("laplace", "both", true),
    ("sobel-x", "both kinds", false), ("box", "a picture", true),
  ]) func namedEdgesAreRead(kernel: String, typed: String, isRight: Bool) throws {
    let scene = try scene(EdgeDetectionScene.self, ["kernel": kernel])
    let step = try #require(scene.index(of: "wipe"))
    #expect(scene.steps[step].question?.isRight(typed) == isRight)
  }

  /// What is said of an entry of the matrix is true of its row and of the next.
  @Test func everyRowHoldsTheSameWeightsElsewhere() throws {
    let scene = try scene(EdgeDetectionScene.self)
    let step = try #require(scene.index(of: "matrix"))
    let target = Target(grid: "matrix", row: 0, column: 1)
    let remark = try #require(scene.remark(on: target, at: Playhead(step: step, pointer: target)))
    let words = "Every row of the matrix holds the kernel's 2 weights, each at another place."
    #expect(remark.caption.plain.hasSuffix(words))
  }

  /// More numbers than a kernel can have are refused, with how many it has.
  @Test(arguments: ["1,2,3,4", "1;2;3;4", "_,_,_,1"]) func aKernelTooLargeIsRefused(weights: String) {
    let words = "weights has 3 rows of 3 numbers, rows apart by ; and values by commas, so none in row"
    #expect { try scene(EdgeDetectionScene.self, ["weights": weights]) } throws: { "\($0)".hasPrefix(words) }
  }

  /// No sentence is longer than the two lines that a small window has, whatever weights are typed.
  @Test(arguments: [
    "1,0,0;0,0,0;0,-1,0", "0,0,-3;3,0,0;0,0,0", "1,-1,0;0,0,0;-1,1,0", "1,-1,0;0,1,-1;-1,0,1", "0,0,-1;0,1,0;0,0,0",
    "0,0,8.5;0,0,0;0,0,0", "0,0,0;0,8.5,0;0,0,0", "0,0,-8.5;8.5,0,0;0,0,0", "9,9,9;9,-8.5,9;9,9,9",
    "-8.5,-9,-9;-9,9,-9;-9,-9,-9", "1,0,-1;0,8.5,0;1,0,-1",
  ]) func sentencesHaveTwoLines(weights: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    for step in scene.steps { #expect(step.caption.wrapped(columns: 78).count <= 2, "\(step.caption.plain)") }
  }
}
