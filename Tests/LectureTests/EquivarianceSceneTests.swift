import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct EquivarianceSceneTests {
  /// The paths of one kind of move, and the step that shows them in the end.
  private func paths(
    _ kind: EquivarianceScene.Kind, in scene: EquivarianceScene
  ) throws -> (step: Int, paths: TwoPaths) {
    for (index, moment) in scene.moments.enumerated() {
      switch moment {
      case .difference(kind, let paths), .other(kind, let paths): return (index, paths)
      default: continue
      }
    }
    throw SettingsError("there are no paths of \(kind)")
  }

  /// The map of a square picture under a 3 × 3 kernel, with zeros around it, sum by sum.
  private func map(_ picture: Tensor, _ kernel: Tensor) -> [Float] {
    let side = picture.shape.width
    return (0..<side * side).map { index in
      var sum: Float = 0
      for down in -1...1 {
        for across in -1...1 {
          let (row, column) = (index / side + down, index % side + across)
          guard (0..<side).contains(row), (0..<side).contains(column) else { continue }
          sum += picture[row, column] * kernel[down + 1, across + 1]
        }
      }
      return sum
    }
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(EquivarianceScene.self)
    #expect(scene.moments.count == 9)
    #expect(scene.steps[1].formula[0].plain.hasPrefix("g(I)(x, y) = I(x − 1, y)"))
    #expect(scene.steps[1].formula[0].plain.hasSuffix("done 6 times: I(x − 6, y)"))
    let shift = try step("difference", of: scene)
    #expect(scene.steps[shift].formula[0].plain.hasPrefix("f(g(I)) = g(f(I))"))
    #expect(scene.steps[shift].formula[1].plain.hasPrefix("away from the border 0 of 720 pixels differ"))
    #expect(scene.steps[shift].question?.answerText == "yes, they agree")
    let text = figure(scene, step: shift).plainText
    #expect(text.contains("= they agree") && text.contains("0 of 720"))
    for kind in [EquivarianceScene.Kind.rotate, .scale] {
      let index = try paths(kind, in: scene).step
      #expect(scene.steps[index].question?.isRight("2") == true)
      #expect(scene.steps[index].formula[0].plain.hasPrefix("f(g(I)) ≠ g(f(I))"))
      #expect(figure(scene, step: index).plainText.contains("≠ they differ"))
    }
    #expect(scene.steps.last?.formula[0].plain.contains("f(g(x)) = g(f(x))") == true)
  }

  @Test(arguments: ["sobel-x", "laplace", "gauss", "emboss", "identity"], [1, 6, 12])
  func bothPathsOfAShiftAreRightAndAgreeInside(kernel: String, far: Int) throws {
    let scene = try scene(EquivarianceScene.self, ["kernel": kernel, "far": "\(far)"])
    let paths = try paths(.shift, in: scene).paths
    let side = EquivarianceScene.side
    var shifted = Tensor(paths.picture.shape, repeating: 0)
    for row in 0..<side { for column in far..<side { shifted[row, column] = paths.picture[row, column - far] } }
    #expect(paths.moved == shifted)
    #expect(paths.mapOfMoved.values == map(shifted, paths.kernel))
    let unmoved = map(paths.picture, paths.kernel)
    #expect(paths.map.values == unmoved)
    for row in 0..<side {
      for column in 0..<side {
        let index = row * side + column
        #expect(paths.movedMap.values[index] == (column < far ? 0 : unmoved[index - far]))
        // What either path saw of the outside: the outermost ring of both maps, moved along in one of them.
        let isInside = (1..<side - 1).contains(row) && (far + 1..<side - 1).contains(column)
        #expect(paths.isInside[index] == isInside, "(\(row), \(column))")
        if isInside { #expect(paths.difference.values[index] == 0) }
      }
    }
    #expect(paths.inside == (side - 2) * (side - 2 - far))
    #expect(paths.agree)
    #expect(scene.steps[4].formula[1].plain.contains("0 of \(NumberText.integer(paths.inside)) pixels"))
    if kernel != "identity" { #expect(paths.largestDifference(inside: false) > 0) }
  }

  @Test(arguments: [("sobel-x", 6, false), ("laplace", 6, true), ("gauss", 12, true), ("sobel-y", 12, false)])
  func aTurnAgreesOnlyForKernelsThatLookTheSame(kernel: String, far: Int, agree: Bool) throws {
    let scene = try scene(EquivarianceScene.self, ["g": "rotate", "kernel": kernel, "far": "\(far)"])
    let (index, paths) = try paths(.rotate, in: scene)
    #expect(index == 4)
    #expect(try self.paths(.shift, in: scene).step == 5)
    #expect(paths.agree == agree)
    #expect(scene.steps[index].question?.isRight(agree ? "1" : "2") == true)
    #expect(scene.steps[index].caption.plain.hasPrefix(agree ? "They agree, but only" : "They differ"))
    #expect(figure(scene, step: index).plainText.contains(agree ? "= they agree" : "≠ they differ"))
    #expect(scene.steps[index].formula[1].plain.contains("\(NumberText.integer(paths.differing)) of "))
  }

  @Test func everythingAgreesWithAKernelThatDoesNothing() throws {
    let scene = try scene(EquivarianceScene.self, ["kernel": "identity", "far": "5"])
    for kind in EquivarianceScene.Kind.allCases { #expect(try paths(kind, in: scene).paths.agree) }
    let rotation = try paths(.rotate, in: scene).step
    #expect(scene.steps[rotation].caption.plain.contains("passes every pixel on as it is"))
  }

  /// A picture of one colour looks the same wherever it is moved: no reason to praise the kernel.
  @Test func aPictureOfOneColourShowsNoMove() throws {
    let flat = Picture(width: 1, height: 1, bytes: [120, 120, 120])
    let scene = try EquivarianceScene(Settings(picture: flat))
    for kind in [EquivarianceScene.Kind.rotate, .scale] {
      let (index, paths) = try paths(kind, in: scene)
      #expect(paths.agree)
      #expect(scene.steps[index].caption.plain.contains("this picture is the same everywhere"))
      #expect(scene.steps[index].question?.answerText == "yes, they agree")
    }
    #expect(scene.steps[4].caption.plain.hasPrefix("They agree: f does the same at every place"))
  }

  @Test func onePathComesAfterTheOther() throws {
    let scene = try scene(EquivarianceScene.self)
    let first = figure(scene, step: 2).plainText
    #expect(first.contains("f(g(I))") && !first.contains("g(f(I))"))
    #expect(figure(scene, step: 3).plainText.contains("g(f(I))"))
    #expect(!figure(scene, step: 3).plainText.contains("difference"), "the answer waits for the question")
    #expect(!figure(scene, step: 4, progress: 0.5).plainText.contains("agree"))
  }

  @Test func theEyeDetectorAnswersMostAtTheEyes() throws {
    let face = FaceSearch()
    let best = face.response.values.max() ?? 0
    for eye in FaceSearch.eyes { #expect(face.response[eye.row, eye.column] > 0.9 * best) }
    #expect(face.places == 1024 && face.placesForEyes == 7 * 32)
    #expect(abs(face.detector.values.reduce(0, +)) < 0.01)
    let scene = try scene(EquivarianceScene.self)
    let index = try step("face", of: scene)
    #expect(scene.steps[index].formula[0].plain.contains("32·32 = 1,024"))
    #expect(scene.steps[index].formula[0].plain.contains("7·32 = 224"))
    // Above the chin: the best answer of the lower half is far from that of an eye.
    let lower = face.response.values[(32 * 18)...].max() ?? 0
    #expect(lower < best / 2)
  }
}

@Suite struct PictureMoveTests {
  private let picture = Tensor(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])

  @Test func shiftsComeFromTheLeft() {
    #expect(PictureMove.shift(1)(picture).values == [0, 1, 2, 0, 4, 5, 0, 7, 8])
    #expect(PictureMove.shift(3)(picture).values.allSatisfy { $0 == 0 })
  }

  @Test func quarterTurnsOnlyPutPixelsInOtherPlaces() {
    #expect(PictureMove.rotation(90)(picture).values == [3, 6, 9, 2, 5, 8, 1, 4, 7])
    #expect(PictureMove.rotation(180)(picture).values == [9, 8, 7, 6, 5, 4, 3, 2, 1])
    #expect(PictureMove.rotation(360)(picture) == picture)
    let even = Tensor(Shape(height: 8, width: 8), seed: 3)
    var turned = even
    for _ in 0..<4 { turned = PictureMove.rotation(90)(turned) }
    #expect(turned == even)
  }

  @Test func smallTurnsMixNeighbours() {
    let flat = Tensor(Shape(height: 9, width: 9), repeating: 7)
    let turned = PictureMove.rotation(30)(flat)
    for row in 3...5 { for column in 3...5 { #expect(abs(turned[row, column] - 7) < 1e-4) } }
    #expect(turned[0, 0] < 7, "the corner comes from outside")
    // A slope along a row, turned by 30°, still rises by cos 30° along the row.
    let slope = Tensor(Shape(height: 9, width: 9), values: (0..<81).map { Float($0 % 9) })
    let turnedSlope = PictureMove.rotation(30)(slope)
    #expect(abs(turnedSlope[4, 5] - turnedSlope[4, 4] - 0.8660254) < 1e-4)
  }

  @Test func twiceAsLargeIsHalfAsSteep() {
    let slope = Tensor(Shape(height: 5, width: 5), values: (0..<25).map { Float($0 % 5) })
    #expect(Array(PictureMove.scale(2)(slope).values[10..<15]) == [1, 1.5, 2, 2.5, 3])
    #expect(PictureMove.scale(1)(slope) == slope)
  }
}
