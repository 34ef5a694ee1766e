import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct StrideSceneTests {
  private func text(_ scene: StrideScene, _ moment: String) throws -> (step: Step, figure: String) {
    let index = try #require(scene.index(of: moment))
    return (scene.steps[index], figure(scene, step: index).plainText)
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(StrideScene.self)
    #expect(scene.strided.positions == 9)
    let size = try text(scene, "size")
    #expect(size.step.formula.first?.plain == "(N − F)/S + 1 = (7 − 3)/2 + 1 = 3")
    #expect(size.step.question?.isRight("3") == true)
    #expect(size.figure.contains("3 × 3") && size.figure.contains("5 × 5"))

    let misfit = try text(scene, "misfit")
    #expect(misfit.step.formula.first?.plain.contains("(7 − 3)/3 + 1 = 2.33") == true)
    #expect(misfit.step.question?.isRight("2") == true)
    #expect(misfit.figure.contains("╱"))

    let dropped = try text(scene, "dropped")
    #expect(dropped.step.formula.first?.plain.contains("⌊(7 − 3)/3⌋ + 1 = 2") == true)
    #expect(dropped.step.formula.first?.plain.contains("13 of 49") == true)
    #expect(dropped.figure.contains("dropped: 13 cells"))

    let padded = try text(scene, "padded")
    #expect(padded.step.formula.first?.plain == "(N + 2P − F)/S + 1 = (7 + 2·1 − 3)/3 + 1 = 3")
  }

  /// What a library does with a stride that does not come out even, and what else can be done, stands on the screen.
  @Test func theChoicesAreOnTheScreen() throws {
    let choices = try text(scene(StrideScene.self), "choices")
    for line in [
      "round down (libraries) ⌊(7 − 3)/3⌋ + 1 = 2 2 × 2 13 of 49",
      "pad both sides by 1 (7 + 2·1 − 3)/3 + 1 = 3 3 × 3 none",
      "round up: hangs over ⌈(7 − 3)/3⌉ + 1 = 3 3 × 3 none", "take stride 2 (7 − 3)/2 + 1 = 3 3 × 3 none",
    ] {
      #expect(choices.figure.split(separator: " ").joined(separator: " ").contains(line))
    }
    // Where no padding on both sides helps, zeros at the end do.
    let odd = try text(scene(StrideScene.self, ["input": "8", "kernel": "3", "stride": "4"]), "choices")
    #expect(odd.figure.contains("pad the end by 3"))
  }

  @Test func whyOneWantsFewerOutputs() throws {
    let why = try text(scene(StrideScene.self), "why")
    #expect(why.step.caption.plain.contains("7 × 7 cells of the input, at stride 1 only 5 × 5"))
    #expect(why.step.formula[0].plain.contains("3 + (3 − 1)·2 = 7 cells"))
    #expect(why.figure.contains("next layer sees   5 × 5    7 × 7"))
  }

  /// Each output's twin at stride 1 is lit up with it, and its place is said.
  @Test func theTwinAtStrideOneIsMarked() throws {
    let scene = try scene(StrideScene.self)
    for moment in ["first", "neighbour", "newRow"] {
      let step = try #require(scene.index(of: moment))
      let place = scene.strided.place(try #require(scene.moments[step].walk?.to))
      let canvas = figure(scene, step: step)
      for (grid, row, column) in [("output", place.row, place.column), ("every", 2 * place.row, 2 * place.column)] {
        let target = Target(grid: grid, row: row, column: column)
        let cell = try #require(canvas.hotSpots.last { $0.target == target }?.region)
        #expect(canvas[cell.column, cell.row].paper == .role(.active), "\(moment): \(grid)")
      }
      guard moment != "first" else { continue }
      #expect(scene.steps[step].caption.plain.contains("(\(2 * place.row + 1), \(2 * place.column + 1))"))
    }
  }

  @Test func largerStridesKeepWhatStrideOneComputes() throws {
    for (input, kernel, stride) in [(7, 3, 2), (9, 3, 3), (11, 5, 2), (8, 2, 3), (8, 3, 2), (11, 2, 4)] {
      let scene = try scene(StrideScene.self, ["input": "\(input)", "kernel": "\(kernel)", "stride": "\(stride)"])
      for index in 0..<scene.strided.positions {
        let place = scene.strided.place(index)
        #expect(
          scene.strided.value(place) == scene.every.output[place.row * stride, place.column * stride])
      }
    }
  }

  /// Everything that the lecture says of a stride, worked out here from its three numbers.
  @Test(arguments: [(7, 3, 2), (9, 3, 3), (8, 2, 3), (11, 5, 2), (10, 2, 1), (8, 3, 2), (9, 2, 4), (7, 3, 3)])
  func numbersFollowTheKnobs(n: Int, f: Int, s: Int) throws {
    let scene = try scene(StrideScene.self, ["input": "\(n)", "kernel": "\(f)", "stride": "\(s)", "preset": "random"])
    let (side, every) = ((n - f) / s + 1, n - f + 1)
    let size = try text(scene, "size")
    func rounded(_ quotient: String) -> String { (n - f).isMultiple(of: s) ? quotient : "⌊\(quotient)⌋" }
    #expect(
      size.step.formula.first?.plain == "\(rounded("(N − F)/S")) + 1 = \(rounded("(\(n) − \(f))/\(s)")) + 1 = \(side)")
    // At stride 1 the step before has given the answer.
    #expect(size.step.question?.isRight("\(side)") == (s == 1 ? nil : true))
    #expect(size.step.caption.plain.contains("does not come out even") == !(n - f).isMultiple(of: s))
    #expect(
      size.figure.contains("stride \(s): \(side) × \(side)") && size.figure.contains("stride 1: \(every) × \(every)"))
    let end = figure(scene, step: scene.steps.count - 1, size: Size(columns: 158, rows: 38))
    for index in 0..<(s > 1 ? side * side : 0) {
      let (row, column) = (index / side, index % side)
      var sum: Float = 0
      for (down, across) in (0..<f * f).map({ ($0 / f, $0 % f) }) {
        sum += scene.every.input[row * s + down, column * s + across] * scene.every.kernel[down, across]
      }
      #expect(end.text(of: Target(grid: "output", row: row, column: column)) == GridConvolution.text(sum))
    }
    if s > 1 {
      let kept = try text(scene, "kept")
      #expect(
        kept.step.formula[0].plain
          == "\(side * side) of \(every * every) sums, \(side * side * f * f) products instead of \(every * every * f * f)"
      )
    }
    guard let uneven = (s..<max(s + 1, n - f)).first(where: { (n - f) % $0 != 0 }) else {
      return #expect(scene.index(of: "misfit") == nil)
    }
    let misfit = try text(scene, "misfit")
    let places = NumberText.fixed(Double(n - f) / Double(uneven) + 1, decimals: 2)
    #expect(misfit.step.formula[0].plain.contains("(\(n) − \(f))/\(uneven) + 1 = \(places)   not a whole number"))
    // Who has turned the stride there has been told already.
    #expect(misfit.step.question?.isRight("2") == (uneven == s ? nil : true))
    let reached = (n - f) / uneven * uneven + f
    let seen = (0..<n).count { cell in
      (0...(n - f) / uneven).contains { ($0 * uneven..<$0 * uneven + f).contains(cell) }
    }
    let dropped = try text(scene, "dropped").step.formula[0].plain
    #expect(dropped.contains("dropped \(n * n - reached * reached) of \(n * n) cells"))
    #expect(dropped.hasSuffix("between windows \(reached * reached - seen * seen)") == (seen < reached))
    guard let padding = (1...f).first(where: { (n + 2 * $0 - f) % uneven == 0 }) else {
      return #expect(scene.index(of: "padded") == nil)
    }
    let mended = (n + 2 * padding - f) / uneven + 1
    #expect(
      try text(scene, "padded").step.formula[0].plain
        == "(N + 2P − F)/S + 1 = (\(n) + 2·\(padding) − \(f))/\(uneven) + 1 = \(mended)")
  }

  /// Where titles once ran into each other, and where numbers gave way.
  @Test(arguments: [
    ["input": "9", "kernel": "5", "stride": "4"], ["input": "8", "kernel": "4", "stride": "4"],
    ["input": "5", "kernel": "5", "stride": "2"], ["input": "11", "kernel": "2", "stride": "3"], ["input": "11"],
  ]) func titlesKeepApartAndNumbersStay(settings: [String: String]) throws {
    let scene = try scene(StrideScene.self, settings)
    for step in scene.steps.indices {
      let canvas = figure(scene, step: step)
      #expect(canvas.audit == [], "step \(step + 1)")
      guard scene.index(of: "choices") != step else { continue }
      let input = try #require(canvas.text(of: Target(grid: "values", row: 0, column: 0)), "step \(step + 1)")
      #expect(input.contains { $0.isNumber }, "step \(step + 1)")
    }
  }

  @Test func whatIsSaidOfWindowsIsTrueAtEveryStride() throws {
    func caption(_ settings: [String: String], _ moment: String, _ number: Int = 0) throws -> String {
      let scene = try scene(StrideScene.self, settings)
      return scene.steps[try #require(scene.index(of: moment, number))].caption.plain
    }
    #expect(try caption([:], "every").contains("share 6 of their 9 cells"))
    #expect(try caption([:], "neighbour").contains("3 of the 9 cells were under the window before"))
    #expect(try caption([:], "newRow").contains("Stride 1 writes this sum at (3, 1)"))
    #expect(try caption(["stride": "1"], "size").contains("no place is left out"))
    #expect(try caption(["input": "9", "stride": "3"], "neighbour").contains("no cell is seen twice"))
    let wide = ["input": "8", "kernel": "2", "stride": "3"]
    #expect(try caption(wide, "neighbour").contains("seen by no output"))
    #expect(try caption(wide, "newRow").contains("seen by no output"))
    let single = ["input": "4", "kernel": "4"]
    #expect(try caption(single, "every").contains("a single place"))
    #expect(try scene(StrideScene.self, single).index(of: "kept") == nil)
  }

  @Test func productsStandBesideTheKernel() throws {
    let scene = try scene(StrideScene.self)
    let step = try #require(scene.index(of: "neighbour"))
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let text = figure(scene, step: step, size: size).plainText
      #expect(text.contains("products"))
      for product in scene.strided.products(scene.strided.place(1)) {
        #expect(text.contains(GridConvolution.text(product.product)))
      }
    }
  }

  /// With padding the output has places that there are none of without.
  @Test func everyPlaceOfThePaddedOutputCanBePointedAt() throws {
    let scene = try scene(StrideScene.self, ["input": "4", "kernel": "2", "stride": "4"])
    let step = try #require(scene.index(of: "padded"))
    let targets = figure(scene, step: step).hotSpots.map(\.target).filter { $0.grid == StrideScene.outputName }
    #expect(targets.contains { scene.strided.position(GridPlace(row: $0.row, column: $0.column)) == nil })
    for target in targets {
      let figure = scene.figure(at: Playhead(step: step, pointer: target), size: Size(columns: 78, rows: 17))
      #expect(figure.audit.isEmpty)
    }
  }

  @Test func shareOfTheWorkIsCounted() throws {
    let scene = try scene(StrideScene.self)
    let kept = try text(scene, "kept")
    #expect(kept.step.caption.plain.contains("36 %"))
    #expect(kept.step.formula.first?.plain == "9 of 25 sums, 81 products instead of 225")
    #expect(kept.figure.contains("outputs     25        9"))
  }

  @Test func aWindowLargerThanTheGridIsRefused() {
    #expect(throws: SettingsError("kernel 5 covers 5 cells, more than the 4 of the input")) {
      try scene(StrideScene.self, ["input": "4", "kernel": "5"])
    }
  }

  @Test func pointingTellsNothingTooEarly() throws {
    let scene = try scene(StrideScene.self)
    func remark(_ grid: String, _ row: Int, _ column: Int, at moment: String) throws -> String? {
      let target = Target(grid: grid, row: row, column: column)
      let playhead = Playhead(step: try #require(scene.index(of: moment)), pointer: target)
      return scene.remark(on: target, at: playhead)?.caption.plain
    }
    #expect(try remark("values", 2, 2, at: "every")?.contains("stride 2") == false)
    #expect(try remark("every", 1, 1, at: "every")?.contains("its window") == true)
    #expect(try remark("output", 2, 2, at: "first")?.contains("not been worked out") == true)
    // Behind the last window of a row there is none.
    #expect(try remark("output", 2, 2, at: "kept")?.contains("the last of its row") == true)
    #expect(try remark("output", 2, 1, at: "kept")?.contains("begins two cells further on") == true)
    #expect(try remark("every", 2, 4, at: "kept")?.contains("stops here, too") == true)
    #expect(try remark("every", 2, 3, at: "kept")?.contains("does not stop here") == true)
  }

  @Test func withoutAnUnevenStrideNothingIsSaidOfOne() throws {
    let scene = try scene(StrideScene.self, ["input": "5", "kernel": "3", "stride": "1"])
    #expect(scene.index(of: "misfit") == nil)
    #expect(scene.index(of: "misfit") == nil && scene.index(of: "kept") == nil)
  }

  /// Nothing is asked that the step before has told.
  @Test(arguments: [
    ["stride": "1"], ["stride": "1", "input": "6"], ["input": "4", "kernel": "4"], [:], ["input": "8"],
  ])
  func theSizeIsAskedWhereItIsNotKnown(settings: [String: String]) throws {
    let scene = try scene(StrideScene.self, settings)
    let asks = scene.strided.stride > 1 && scene.every.positions > 1
    #expect((try text(scene, "size").step.question != nil) == asks)
  }

  /// The brackets of a size that is rounded down are explained where they are met first.
  @Test(arguments: [
    [:], ["input": "8"], ["input": "10", "kernel": "2", "stride": "3"], ["input": "11", "stride": "3"],
  ])
  func theBracketsAreExplained(settings: [String: String]) throws {
    let scene = try scene(StrideScene.self, settings)
    let lines = try text(scene, "size").step.formula.map(\.plain)
    #expect(lines.joined().contains("⌊(") == lines.joined().contains("⌊ ⌋ rounded down"))
    #expect(lines.allSatisfy { $0.count <= 78 })
  }

  /// In a large window the picture has the stride that the step speaks of.
  @Test(arguments: [
    [:], ["stride": "1", "input": "6"], ["input": "8"], ["input": "10", "kernel": "2", "stride": "3"],
  ])
  func thePictureHasTheStepsStride(settings: [String: String]) throws {
    let scene = try scene(StrideScene.self, settings)
    for (index, moment) in scene.moments.enumerated() {
      let (padding, stride): (Int, Int)
      switch moment {
      case .misfit(let grids), .dropped(let grids), .padded(let grids):
        (padding, stride) = (grids.padding, grids.stride)
      case .kept, .why: (padding, stride) = (0, scene.strided.stride)
      default: continue
      }
      let side = { (size: Int) in (size + 2 * padding - scene.strided.kernelSize) / stride + 1 }
      let text = figure(scene, step: index, size: Size(columns: 158, rows: 41)).plainText
      #expect(text.contains("picture stride \(stride): \(side(34)) × \(side(40))"), "\(index)")
    }
  }

  /// At a stride longer than the kernel a next kernel spans cells that no window sees: they are counted, not covered.
  @Test(arguments: [2, 3, 4], [2, 3]) func whatANextKernelDoesNotSeeIsCounted(stride: Int, kernel: Int) throws {
    let scene = try scene(
      StrideScene.self, ["stride": "\(stride)", "kernel": "\(kernel)", "input": "11"])
    let view = try #require(scene.view)
    let seen = Set((0..<view.kernel).flatMap { $0 * stride..<$0 * stride + kernel }).count
    let unseen = view.strided * view.strided - seen * seen
    let caption = scene.steps[try step("why", of: scene)].caption.plain
    #expect(caption.contains("\(unseen) unseen") == (unseen > 0))
    #expect(caption.contains("covers") == (unseen == 0))
  }

  @Test func aWideWindowShowsThePictureItself() throws {
    let scene = try scene(StrideScene.self)
    for step in scene.steps.indices {
      if case .choices = scene.moments[step] { continue }
      let text = figure(scene, step: step, size: Size(columns: 158, rows: 40)).plainText
      #expect(text.contains("picture 34 × 40, the same kernel on it") && text.contains(": 32 × 38"))
      #expect(text.contains("picture stride 1"))
    }
  }

  @Test func aSinglePlaceIsSpokenOfAsOne() throws {
    let scene = try scene(StrideScene.self, ["input": "4", "stride": "2"])
    #expect(scene.strided.positions == 1)
    #expect(scene.steps[try step("kept", of: scene)].caption.plain.hasPrefix("This is exactly the marked one of the 4"))
  }

  /// What the next layer sees has the colours of its outlines, which are two in every theme.
  @Test func theOutlinesAreToldApart() throws {
    let scene = try scene(StrideScene.self)
    let canvas = figure(scene, step: try #require(scene.index(of: "why")))
    let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(lines.firstIndex { $0.contains("next layer sees") })
    let papers = Set((0..<canvas.size.columns).map { canvas[$0, row].paper })
    #expect(papers.contains(.role(.other)) && papers.contains(.role(.active)))
    let inks = Set(
      (0..<canvas.size.rows).flatMap { row in
        (0..<canvas.size.columns).filter { "▏▕▔▁".unicodeScalars.contains(canvas[$0, row].glyph) }.map {
          canvas[$0, row].ink
        }
      })
    #expect(inks == [.role(.other), .role(.active)])
  }

  /// The kernel's cells are no higher than those of the grid that it lies on.
  @Test(arguments: [[:], ["input": "6", "kernel": "4", "stride": "3"]])
  func theKernelIsNoLargerThanWhatItLiesOn(settings: [String: String]) throws {
    let scene = try scene(StrideScene.self, settings)
    let step = try #require(scene.index(of: "padded"))
    let lines = figure(scene, step: step).plainText.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    let title = try #require(lines.firstIndex { $0.contains("kernel") })
    let column = try #require(lines[title].range(of: "kernel")).lowerBound.utf16Offset(in: lines[title])
    let rows = lines[(title + 1)...].prefix { String($0.dropFirst(column)).contains { $0.isNumber } }
    #expect(rows.count == scene.strided.kernelSize, "one row after the other, without empty ones between")
  }

  /// A window of 2 cells that would begin at cell 13 of 11 hangs over nothing; and rounding up adds no such window.
  @Test func aWindowBeyondTheEdgeDoesNotHangOverIt() throws {
    let far = try scene(StrideScene.self, ["input": "11", "kernel": "2", "stride": "4"]).steps.map(\.caption.plain)
    #expect(far.contains { $0.contains("the next window would lie wholly beyond the edge") })
    #expect(!far.contains { $0.contains("hang three cells") })
    let near = try scene(StrideScene.self, ["input": "11", "kernel": "3", "stride": "3"]).steps.map(\.caption.plain)
    #expect(near.contains { $0.contains("hang one cell over the edge") })
    for (input, kernel, stride, isCut) in [(8, 3, 4, true), (8, 3, 2, false)] {
      let misfit = try GridConvolution(
        input: Tensor(Shape(height: input, width: input), repeating: 1),
        kernel: Tensor(Shape(height: kernel, width: kernel), repeating: 1), stride: stride)
      #expect(StrideChoice.all(misfit, padding: nil).contains { $0.name == "round up: adds none" } == isCut)
    }
  }

  /// Where a place at stride 1 is one at the larger stride, too: with zeros around the grid the windows begin earlier.
  @Test func whereBothStridesStopIsCounted() throws {
    for settings in [[:], ["input": "11"], ["input": "10", "kernel": "2"]] {
      let scene = try scene(StrideScene.self, settings)
      for name in ["kept", "dropped", "padded"] {
        guard let step = scene.index(of: name) else { continue }
        let grids = scene.grids(scene.moments[step])
        let begins = (0..<grids.outputSize).map { $0 * grids.stride - grids.padding }
        for row in 0..<scene.every.outputSize {
          for column in 0..<scene.every.outputSize {
            let target = Target(grid: "every", row: row, column: column)
            let caption = scene.remark(on: target, at: Playhead(step: step, pointer: target))?.caption.plain ?? ""
            #expect(
              caption.contains("stops here, too") == (begins.contains(row) && begins.contains(column)),
              "\(name) \(row) \(column)")
          }
        }
      }
    }
  }

  /// The sum that stands below the sweep is that of the place which it names, at either stride.
  @Test(arguments: [[:], ["input": "11", "preset": "random"], ["stride": "3", "input": "9", "content": "random"]])
  func theSweepNamesTheSumThatItShows(settings: [String: String]) throws {
    let scene = try scene(StrideScene.self, settings)
    let step = try #require(scene.index(of: "sweep"))
    let last = scene.strided.outputSize - 1
    let twin = last * scene.strided.stride
    let (value, same) = (scene.strided.output[last, last], scene.every.output[twin, twin])
    #expect(value == same)
    let formula = scene.steps[step].formula[0].plain
    #expect(
      formula.contains("(\(last + 1), \(last + 1)) at stride \(scene.strided.stride):  \(GridConvolution.text(value))"))
    #expect(formula.hasSuffix("(\(twin + 1), \(twin + 1)) at stride 1"))
  }

  /// What the next kernel sees is worked out from the two kernels, each called what it is.
  @Test(arguments: [[:], ["input": "11", "kernel": "2"], ["input": "11", "kernel": "2", "stride": "4"]])
  func bothKernelsOfTheNextViewAreNamed(settings: [String: String]) throws {
    let scene = try scene(StrideScene.self, settings)
    let view = try #require(scene.view)
    let formula = scene.steps[try #require(scene.index(of: "why"))].formula.map(\.plain)
    let (kernel, stride) = (scene.strided.kernelSize, scene.strided.stride)
    #expect(view.strided == kernel + (view.kernel - 1) * stride)
    #expect(formula[0].contains("\(kernel) + (\(view.kernel) − 1)·\(stride) = \(view.strided) cells"))
    #expect(formula[1].contains("\(view.kernel) outputs") && formula[1].contains("the first sees \(kernel) cells,"))
    #expect(formula.allSatisfy { $0.count <= 76 })
  }

  /// At the end of the sweep the places at stride 1 that hold the same sums are told apart from the others.
  @Test func theSweepMarksWhatItSpeaksOf() throws {
    let scene = try scene(StrideScene.self)
    let sweep = try #require(scene.index(of: "sweep"))
    let (before, after) = (figure(scene, step: sweep - 1), figure(scene, step: sweep))
    for row in 0..<scene.every.outputSize {
      for column in 0..<scene.every.outputSize {
        let target = Target(grid: "every", row: row, column: column)
        let region = try #require(after.hotSpots.last { $0.target == target }).region
        func isMuted(_ canvas: Canvas) -> Bool {
          (region.column..<region.endColumn).contains { canvas[$0, region.row].paper == .role(.panel) }
        }
        let isKept = row.isMultiple(of: scene.strided.stride) && column.isMultiple(of: scene.strided.stride)
        #expect(isMuted(after) != isKept && !isMuted(before), "\(row) \(column)")
      }
    }
  }

  /// Where the cells that are no longer dropped lie between windows instead, padding has won nothing.
  @Test func paddingThatWinsNothingIsNotPraised() throws {
    let scene = try scene(StrideScene.self, ["input": "10", "kernel": "2", "stride": "3"])
    let step = scene.steps[try #require(scene.index(of: "padded"))]
    #expect(step.caption.plain.hasSuffix("yet 64 cells between windows stay unseen, as many as without."))
  }
}
