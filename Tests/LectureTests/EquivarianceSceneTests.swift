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
    #expect(scene.moments.count == 11)
    #expect(scene.steps[1].formula[0].plain.hasPrefix("g(I)(x, y) = I(x − 1, y)"))
    #expect(scene.steps[1].formula[0].plain.hasSuffix("done 6 times: I(x − 6, y)"))
    let shift = try step("difference", of: scene)
    #expect(scene.steps[shift].formula[0].plain.hasPrefix("f(g(I)) = g(f(I))"))
    #expect(scene.steps[shift].formula[1].plain.hasPrefix("inside none of 520 pixels differs   border: 56 by up to "))
    #expect(scene.steps[shift].question?.answerText == "yes, they agree")
    let text = figure(scene, step: shift).plainText
    #expect(text.contains("= they agree") && text.contains("inside none of 520"))
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
    #expect(scene.steps[4].formula[1].plain.contains("none of \(NumberText.integer(paths.inside)) pixels"))
    // Only the columns next to the black that came in and at the far edge can differ.
    #expect(Set(paths.differingColumns).isSubset(of: [far - 1, side - 1]))
    if kernel != "identity" { #expect(paths.largestDifference(inside: false) > 0) }
  }

  @Test(arguments: [("sobel-x", 6, false), ("laplace", 6, true), ("gauss", 12, true), ("sobel-y", 12, false)])
  func aTurnAgreesOnlyForKernelsThatLookTheSame(kernel: String, far: Int, agree: Bool) throws {
    let scene = try scene(EquivarianceScene.self, ["g": "rotate", "kernel": kernel, "far": "\(far)"])
    let (index, paths) = try paths(.rotate, in: scene)
    #expect(index == 4)
    #expect(try self.paths(.shift, in: scene).step == 5)
    #expect(try step("pixel", of: scene) == 6, "a shift is explained wherever it comes")
    #expect(paths.agree == agree)
    #expect(scene.steps[index].question?.isRight(agree ? "1" : "2") == true)
    #expect(scene.steps[index].caption.plain.hasPrefix(agree ? "They agree, but only" : "They differ"))
    #expect(figure(scene, step: index).plainText.contains(agree ? "= they agree" : "≠ they differ"))
    #expect(scene.steps[index].formula[1].plain.contains("\(agree ? "none" : NumberText.integer(paths.differing)) of "))
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
    #expect(scene.steps[4].caption.plain.contains("f does the same at every place"))
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

  // MARK: One pixel, and where it fails

  @Test(arguments: ["sobel-x", "laplace", "gauss", "emboss"], [1, 6, 12])
  func onePixelHasTheSameProductsOnBothPaths(kernel: String, far: Int) throws {
    let scene = try scene(EquivarianceScene.self, ["kernel": kernel, "far": "\(far)"])
    let index = try step("pixel", of: scene)
    let words = scene.steps[index]
    guard case .pixel(let paths, let place) = scene.moments[index] else { return }
    let sums = words.formula.map { line in line.plain.drop { $0 != ":" } }
    #expect(sums[0] == sums[1])
    // The sum as it is written comes to what it says.
    let text = sums[0].dropFirst(2).replacing("−", with: "-").replacing("- ", with: "-").replacing("+ ", with: "")
    let parts = text.split(separator: "=")
    let terms = parts[0].split(separator: " ").compactMap { Int($0.filter { $0 != "," }) }
    #expect(terms.reduce(0, +) == Int(parts[1].filter { $0.isNumber || $0 == "-" }))
    #expect(Float(terms.reduce(0, +)) == paths.mapOfMoved[place.row, place.column])
    #expect(words.caption.plain.contains("row \(place.row + 1), column \(place.column + 1)"))
  }

  @Test func whereAShiftFailsAndWhyStandsOnTheScreen() throws {
    let scene = try scene(EquivarianceScene.self)
    let words = scene.steps[try step("border", of: scene)].caption.plain
    #expect(
      words == "Where it fails: in column 6 f(g(I)) reaches from the black that came in into the picture; in column 28 "
        + "it lacks what g pushed out and finds zeros.")
    // The columns that differ, by plain loops over both maps.
    for far in [1, 6, 12] {
      let scene = try LectureTests.scene(EquivarianceScene.self, ["far": "\(far)"])
      let border = try #require(scene.moments.firstIndex { if case .border = $0 { true } else { false } })
      guard case .border(let paths, _) = scene.moments[border] else { return }
      let differing = (0..<28).filter { column in
        (0..<28).contains { paths.mapOfMoved[$0, column] != paths.movedMap[$0, column] }
      }
      #expect(differing == [far - 1, 27])
      #expect(scene.steps[border].caption.plain.hasPrefix("Where it fails: in column \(far) f(g(I)) reaches"))
    }
    let canvas = figure(scene, step: try step("border", of: scene))
    #expect(canvas.plainText.contains("╱"), "zeros beyond the edge are hatched")
    // A kernel that looks at nobody else fails nowhere.
    let identity = try LectureTests.scene(EquivarianceScene.self, ["kernel": "identity"])
    #expect(!identity.moments.contains { if case .border = $0 { true } else { false } })
    #expect(identity.steps[4].caption.plain.hasPrefix("They agree, here even at the border"))
  }

  @Test func anyPixelCanBePointedAt() throws {
    let scene = try scene(EquivarianceScene.self)
    func remark(_ row: Int, _ column: Int) throws -> Remark {
      let target = Target(grid: "pixels", row: row, column: column)
      return try #require(scene.remark(on: target, at: Playhead(step: 4, pointer: target)))
    }
    #expect(try remark(10, 15).caption.plain.hasSuffix("the same nine brightnesses under the same weights."))
    #expect(try remark(10, 27).caption.plain.contains("f(g(I)) lacks what g pushed out"))
    #expect(try remark(10, 5).caption.plain.contains("only the black that came in"))
    #expect(try remark(10, 2).caption.plain == "Row 11, column 3: both paths come to the same.")
    let spots = figure(scene, step: 4).hotSpots.filter { $0.target.grid == "pixels" }
    #expect(Set(spots.map(\.target)).count == 28 * 28)
    // Before the question is answered nothing of it can be pointed out.
    #expect(scene.remark(on: Target(grid: "pixels", row: 0, column: 0), at: Playhead(step: 3)) == nil)
  }

  @Test func whatIsLostIsSaid() throws {
    func moved(_ knobs: [String: String]) throws -> String {
      try scene(EquivarianceScene.self, knobs).steps[1].caption.plain
    }
    #expect(try moved([:]).hasSuffix("Six columns are pushed out, six of black come in."))
    #expect(try moved(["far": "1"]).hasSuffix("One column is pushed out, one of black comes in."))
    #expect(try moved(["g": "rotate", "far": "6"]).hasSuffix("none is lost."))
    #expect(try moved(["g": "rotate", "far": "2"]).contains("corners leave the frame"))
    #expect(try moved(["g": "scale"]).contains("pushed out"))
  }

  /// Inside and border have scales of their own: where the inside agrees, it is quiet, however the border shouts.
  @Test func theInsideIsNotOutshoneByTheBorder() throws {
    let (_, paths) = try paths(.shift, in: try scene(EquivarianceScene.self))
    let pixels = paths.differencePixels(width: 28, height: 28)
    for row in 0..<28 {
      for column in 0..<28 where paths.isInside[row * 28 + column] {
        #expect(pixels[column, row] == .level(.signed, 0.5))
      }
    }
    let border = paths.largestDifference(inside: false)
    let worst = try #require(paths.worst)
    let part = Double(abs(paths.difference[worst.row, worst.column])) / border
    #expect(pixels[worst.column, worst.row] == .level(.grey, part))
  }

  @Test func theErrorOfTheEyeDetectorIsMeasured() throws {
    let face = FaceSearch()
    let outside = (0..<32).filter { !(10...16).contains($0) }
    let best = outside.flatMap { row in (0..<32).map { face.response[row, $0] } }.max() ?? 0
    let eye = face.response.values.max() ?? 1
    let scene = try scene(EquivarianceScene.self)
    let index = try step("face", of: scene)
    let share = "\(Int((100 * best / eye).rounded())) %"
    #expect(scene.steps[index].formula[1].plain.hasSuffix(share))
    #expect(scene.steps[index].caption.plain.contains("rows 11 to 17"))
    let text = figure(scene, step: index).plainText
    #expect(text.contains("✗ \(share)") && text.contains("7 rows"))
  }

  /// Where nothing differs, nothing does by anything; and no colours are explained that are not there.
  @Test func noneIsNoAmount() throws {
    let scene = try scene(EquivarianceScene.self, ["kernel": "identity"])
    let index = try step("difference", of: scene)
    #expect(scene.steps[index].formula[1].plain == "inside none of 520 pixels differs   border: none")
    let text = figure(scene, step: index).plainText
    #expect(text.contains("border none") && !text.contains("−1 █"))
    let turned = try paths(.rotate, in: LectureTests.scene(EquivarianceScene.self))
    #expect(turned.paths.differenceLegend != nil)
  }

  /// The border's values lie beyond the colours of the map: its legend says so where there are such.
  @Test func theLegendOfTheMapSaysWhatIsCutOff() throws {
    let scene = try scene(EquivarianceScene.self)
    let paths = try self.paths(.shift, in: scene).paths
    let legend = paths.heatMap(ofMap: paths.map).legend(decimals: 0)
    #expect(paths.map.values.contains { $0 > 475 } && legend.to == "≥ 474")
    #expect(figure(scene, step: 0).plainText.contains("≤ −474"))
  }

  @Test func whatComesInIsSpokenOfWhereSomethingDoes() throws {
    func note(_ settings: [String: String]) throws -> String {
      let scene = try scene(EquivarianceScene.self, settings)
      return scene.steps[try step("moved", of: scene)].note
    }
    #expect(try note([:]).contains("black here"))
    #expect(try note(["g": "rotate", "far": "1"]).contains("black here"))
    #expect(try note(["g": "rotate"]).contains("nothing comes in"))
    #expect(try note(["g": "scale"]).contains("nothing comes in"))
  }

  /// What is taken home is true of shifts: that is what stands beside it, whatever g is.
  @Test(arguments: ["shift", "rotate", "scale"]) func theEndShowsAShift(g: String) throws {
    let scene = try scene(EquivarianceScene.self, ["g": g])
    let text = figure(scene, step: scene.steps.count - 1).plainText
    #expect(text.contains("= they agree") && text.contains("inside none of 520"))
  }

  /// The colours of the answers are in the hundredths that the words speak of.
  @Test func theAnswersToTheFaceAreInHundredths() throws {
    let scene = try scene(EquivarianceScene.self)
    let text = figure(scene, step: try step("face", of: scene)).plainText
    #expect(text.contains(" % ") && !text.contains("3070"))
    // They stand beside the answers' name, not the face's.
    #expect(text.contains("its answers −100 %") && !text.contains("face answers"))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(text.contains("its answers −100 % ██████ 100 %"))
    #expect(lines.contains { $0.contains("● eyes ▸") } && lines.contains { $0.contains("✗ 37 % ▸") })
  }

  /// One product is no sum: 245 = 245 would tell nothing.
  @Test func aSingleProductIsNoSum() throws {
    let scene = try scene(EquivarianceScene.self, ["kernel": "identity"])
    let lines = scene.steps[try step("pixel", of: scene)].formula.map(\.plain)
    #expect(lines == ["f(g(I)) = 245", "g(f(I)) = 245"])
    let sums = try LectureTests.scene(EquivarianceScene.self)
    #expect(sums.steps[try step("pixel", of: sums)].formula[0].plain.hasSuffix("− 92 = 474"))
  }

  /// The weights of emboss run from corner to corner and sum to 1: it keeps the picture, as a relief.
  @Test func embossIsARelief() throws {
    let weights = KernelPreset.emboss.weights(size: 3, seed: 1).values
    #expect(weights.reduce(0, +) == 1 && weights.first == -2 && weights.last == 2)
    #expect(
      try scene(EquivarianceScene.self, ["kernel": "emboss"]).steps[0].caption.plain.contains(
        "a relief of it, lit from a corner"))
  }

  /// Turned by less than a quarter, pixels fall between pixels under any kernel: the kernel alone is not blamed.
  @Test(arguments: ["box", "laplace", "sharpen", "sobel-x"]) func bothReasonsAreNamed(kernel: String) throws {
    for far in [3, 6] {
      let scene = try scene(EquivarianceScene.self, ["g": "rotate", "kernel": kernel, "far": "\(far)"])
      let step = scene.steps[try paths(.rotate, in: scene).step]
      guard step.caption.plain.hasPrefix("They differ") else { continue }
      #expect(step.caption.plain.contains("fall between") == (far == 3), "\(step.caption.plain)")
    }
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

  @Test func twiceAsLargeIsHalfAsSteep() {
    let slope = Tensor(Shape(height: 5, width: 5), values: (0..<25).map { Float($0 % 5) })
    #expect(Array(PictureMove.scale(2)(slope).values[10..<15]) == [1, 1.5, 2, 2.5, 3])
    #expect(PictureMove.scale(1)(slope) == slope)
  }

  /// What a lecturer is told to ask for is not what is already there.
  @Test func theNoteOfATurnAsksForTheOtherCase() throws {
    let usual = try scene(EquivarianceScene.self, ["g": "rotate"])
    #expect(usual.steps[4].note.hasPrefix("Ask for a kernel that does agree"))
    let even = try scene(EquivarianceScene.self, ["g": "rotate", "kernel": "gauss"])
    #expect(even.steps[4].note.hasPrefix("Ask for a kernel that does not agree"))
  }

  /// The bar shows the knob's g: where a step is about another one, the caption says which.
  @Test(arguments: ["shift", "rotate", "scale"], ["sobel-x", "gauss", "identity"])
  func anotherMoveThanTheKnobsIsNamed(g: String, kernel: String) throws {
    let scene = try scene(EquivarianceScene.self, ["g": g, "kernel": kernel])
    let names = [
      "shift": "Now g is a shift by 6 pixels", "rotate": "Now g is a rotation by 90°",
      "scale": "Now g makes all 1.6 times",
    ]
    for (index, moment) in scene.moments.enumerated() {
      #expect(scene.steps[index].caption.wrapped(columns: 78).count <= 2)
      let caption = scene.steps[index].caption.plain
      switch moment {
      case .other(let kind, _): #expect(caption.hasPrefix(try #require(names[kind.rawValue])), "\(caption)")
      case .difference: #expect(!caption.hasPrefix("Now g"))
      case .pixel, .border: #expect(caption.contains("the shift") == (g != "shift"), "\(caption)")
      case .end: #expect(scene.steps[index].formula[0].plain.contains("a shift by 6 pixels") == (g != "shift"))
      default: continue
      }
    }
  }

  /// A round kernel needs no turning: what differs then comes of the grid.
  @Test(arguments: ["1", "3", "9"]) func aRoundKernelIsNotBlamed(far: String) throws {
    for (kernel, isRound) in [
      ("gauss", true), ("laplace", false), ("box", false), ("sobel-x", false), ("sharpen", false),
    ] {
      let scene = try scene(EquivarianceScene.self, ["g": "rotate", "far": far, "kernel": kernel])
      let index = try step("difference", of: scene)
      guard case .difference(.rotate, let paths) = scene.moments[index] else { continue }
      let caption = scene.steps[index].caption.plain
      #expect(paths.hasRoundKernel == isRound && !paths.agree)
      #expect(caption.contains("the kernel was not turned") == !isRound, "\(caption)")
      let target = Target(grid: EquivarianceScene.pixels, row: 13, column: 13)
      let remark = try #require(scene.remark(on: target, at: Playhead(step: index, pointer: target)))
      #expect(!isRound || !remark.caption.plain.contains("the kernel"))
    }
  }

  /// What differs under a turn or a growth does so by the kernel, which is not turned and does not grow along; near the
  /// border there is one reason more.
  @Test(arguments: [("rotate", "the kernel was not turned"), ("scale", "the kernel did not grow")])
  func differencesNameWhatTheKernelDoesNotDo(kind: String, reason: String) throws {
    let scene = try scene(EquivarianceScene.self, ["g": kind])
    let index = try step("difference", of: scene)
    func said(_ row: Int, _ column: Int) -> String {
      let target = Target(grid: EquivarianceScene.pixels, row: row, column: column)
      return scene.remark(on: target, at: Playhead(step: index, pointer: target))?.caption.plain ?? ""
    }
    let all = (0..<EquivarianceScene.side).flatMap { row in (0..<EquivarianceScene.side).map { said(row, $0) } }
    let differing = all.filter { $0.contains("differ by") }
    #expect(!differing.isEmpty && differing.allSatisfy { $0.contains(reason) })
    #expect(said(0, 13).contains("only zeros") || !said(0, 13).contains("differ by"))
    #expect(!said(13, 13).contains("only zeros"))
  }

  /// A blurred picture has no outlines that a class could look for.
  @Test func outlinesAreLookedForWhereTheyAre() throws {
    #expect(try scene(EquivarianceScene.self).steps[0].note.contains("outlines"))
    for kernel in ["box", "gauss", "identity"] {
      #expect(try !scene(EquivarianceScene.self, ["kernel": kernel]).steps[0].note.contains("outlines"))
    }
  }
}
